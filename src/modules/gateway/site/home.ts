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

const curl = (origin: string): string => `curl ${origin}/auth/register -H 'Content-Type: application/json' \\
  -d '{"username":"ada","password":"a long passphrase"}'

TOKEN=$(curl -s ${origin}/auth/login -H 'Content-Type: application/json' \\
  -d '{"username":"ada","password":"a long passphrase"}' | grep -o '"token":"[^"]*' | cut -d'"' -f4)

curl ${origin}/agent/query -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
  -d '{"user_request":"How many customers are there in each region?"}'

curl ${origin}/rag/query -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
  -d '{"query":"How long may customers return a product?"}'`

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

      <h2>First questions</h2>
      <pre><code>${curl(origin)}</code></pre>
    `,
  )
