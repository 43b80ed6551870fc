import { serviceNames, type ServiceName, type ServiceState } from '../service.ts'
import { html, page, type Html } from './html.ts'

/** What the start page tells. */
export interface HomeContent {
  version: string
  services: Record<ServiceName, ServiceState>
  /** The address under which the reader reached the page. */
  origin: string
}

const duties: Record<ServiceName, string> = {
  auth: 'accounts, sessions, permissions',
  agent: 'questions about databases, answered with SQL and rows',
  rag: 'questions about documents, answered with citations',
}

const row = (name: ServiceName, { status, latency_ms }: ServiceState): Html => html`
  <tr>
    <td><a href="/docs#${name}">${name}</a></td>
    <td class="${status === 'healthy' ? 'well' : 'ill'}">${status}</td>
    <td>${latency_ms === null ? 'no answer' : latency_ms === 0 ? 'in this process' : `${latency_ms} ms`}</td>
    <td class="soft">${duties[name]}</td>
  </tr>
`

const post = (url: string, body: string, signedIn = false): string =>
  `curl -s ${url} -H 'Content-Type: application/json' \\
${signedIn ? `  -H "Authorization: Bearer $TOKEN" \\\n` : ''}  -d '${body}'`

const account = '{"username":"ada","password":"a long password"}'

const steps = (origin: string): [does: string, command: string][] => [
  ['Make an account; on a new machine the first is the administrator:', post(`${origin}/auth/register`, account)],
  [
    'Sign in, and keep the token:',
    `TOKEN=$(${post(`${origin}/auth/login`, account)} | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')`,
  ],
  [
    'Ask a database:',
    post(`${origin}/agent/query`, '{"user_request":"How many customers are there in each region?"}', true),
  ],
  ['Ask the documents:', post(`${origin}/rag/query`, '{"query":"How many days do I have to return something?"}', true)],
]

/** The start page: what runs, and where to go on. Needs no script. */
export const homePage = ({ version, services, origin }: HomeContent): string =>
  page(
    'ai-agent',
    html`
      <h1>ai-agent</h1>
      <p class="soft">
        Ask databases and documents in plain words; get rows, SQL and citations that can be checked. Version ${version}.
      </p>
      <nav><a href="/docs">API reference</a> <a href="/openapi.json">OpenAPI 3.1</a> <a href="/health">Health</a></nav>

      <h2>What runs</h2>
      <div class="card">
        <table>
          <thead>
            <tr>
              <th scope="col">Service</th>
              <th scope="col">State</th>
              <th scope="col">Answered in</th>
              <th scope="col">For</th>
            </tr>
          </thead>
          <tbody>
            ${serviceNames.map((name) => row(name, services[name]))}
          </tbody>
        </table>
      </div>

      <h2>First questions</h2>
      <ol>
        ${steps(origin).map(
          ([does, command]) =>
            html`<li>
              ${does}
              <pre><code>${command}</code></pre>
            </li>`,
        )}
      </ol>
    `,
  )
