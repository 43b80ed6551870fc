import { z } from 'zod'
import { html, page, type Html } from './html.ts'
import { boundsText, schemaText } from './schema-text.ts'

const content = z.record(z.string(), z.object({ schema: z.unknown() }))

const operationSchema = z.object({
  tags: z.array(z.string()),
  summary: z.string(),
  'x-access': z.string(),
  'x-rate-limit': z.string().optional(),
  parameters: z
    .array(z.object({ name: z.string(), in: z.string(), required: z.boolean().default(false), schema: z.unknown() }))
    .default([]),
  requestBody: z.object({ content }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string(), content: content.optional() })),
})

const documentSchema = z.object({
  info: z.object({ title: z.string(), version: z.string() }),
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
})

type Operation = z.output<typeof operationSchema>

const accessText = (access: string): string => {
  if (access === 'public') return 'Open to everybody.'
  return access === 'user' ? 'For whoever is signed in.' : `Needs the permission ${access}.`
}

/** `30/1m` in words. */
const limitText = (limit: string): string => limit.replace('/', ' calls in ').replace(/(\d+)m$/, '$1 min')

const parameterRow = ({ name, in: place, required, schema }: Operation['parameters'][number]): Html => html`
  <tr>
    <td><code>${name}</code></td>
    <td>${place}${required ? '' : ', optional'}</td>
    <td>${schemaText(schema)}</td>
    <td class="soft">${boundsText(schema)}</td>
  </tr>
`

const parametersPart = ({ parameters }: Operation): Html | undefined =>
  parameters.length === 0
    ? undefined
    : html`<h3>Parameters</h3>
        <div class="card">
          <table>
            <tbody>
              ${parameters.map(parameterRow)}
            </tbody>
          </table>
        </div>`

const contentPart = (types: z.output<typeof content>): Html[] =>
  Object.entries(types).map(
    ([type, { schema }]) =>
      html`<p class="soft">${type}</p>
        <pre><code>${schemaText(schema)}</code></pre>`,
  )

const operationPart = (method: string, path: string, operation: Operation): Html => {
  const { summary, requestBody, responses } = operation
  const good = Object.entries(responses).filter(([status]) => status < '300')
  const bad = Object.entries(responses).filter(([status]) => status >= '300')
  const limit = operation['x-rate-limit']
  return html`
    <details>
      <summary>
        <span class="method ${method}">${method.toUpperCase()}</span><span class="path">${path}</span>
        <span class="soft">${summary}</span>
      </summary>
      <div>
        <p>${accessText(operation['x-access'])}${limit ? ` At most ${limitText(limit)} unless set otherwise.` : ''}</p>
        ${parametersPart(operation)} ${requestBody ? html`<h3>Body</h3>` : ''}
        ${requestBody ? contentPart(requestBody.content) : ''}
        ${good.map(([status, answer]) => [html`<h3>Answer ${status}</h3>`, contentPart(answer.content ?? {})])}
        ${
          bad.length > 0
            ? html`<h3>Errors</h3>
                <p>${bad.map(([status, { description }]) => html`<code>${status}</code> ${description} `)}</p>`
            : ''
        }
      </div>
    </details>
  `
}

/** The API reference, made from an OpenAPI document of ours: one page, grouped by service, without any script. */
export const referencePage = (openapi: unknown): string => {
  const { info, paths } = documentSchema.parse(openapi)
  const groups = new Map<string, Html[]>()
  for (const [path, methods] of Object.entries(paths))
    for (const [method, operation] of Object.entries(methods)) {
      const group = operation.tags[0] ?? 'other'
      groups.set(group, [...(groups.get(group) ?? []), operationPart(method, path, operation)])
    }
  return page(
    `${info.title} API reference`,
    html`
      <h1>API reference</h1>
      <p class="soft">
        ${info.title} ${info.version}, also as <a href="/openapi.json">OpenAPI 3.1</a>. Send
        <code>Authorization: Bearer …</code> with a token from <code>POST /auth/login</code> or an API key. Errors are
        problem documents (RFC 9457). <a href="/">Back to the start</a>
      </p>
      <nav>${[...groups.keys()].map((name) => html`<a href="#${name}">${name}</a>`)}</nav>
      ${[...groups].map(
        ([name, parts]) =>
          html`<h2 id="${name}">${name}</h2>
            <div class="card">${parts}</div>`,
      )}
    `,
  )
}
