import { existsSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { permissions, type Call } from '../contract/operation.ts'
import { prepareDemo } from '../demo/prepare-demo.ts'
import { sampleDataQuestions, sampleDocumentQuestion } from '../demo/questions.ts'
import { timestamp } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import { continueTrace } from '../platform/tracing.ts'
import { clientsOf } from './clients.ts'
import type { AppConfig, System } from './start.ts'

const folderOf = (config: AppConfig): string => join(config.values.platform.dataDir, 'demo')

/** Whether the demo stands in for databases: none is configured. */
const usesDemo = (config: AppConfig): boolean => Object.keys(config.databases).length === 0

const today = (): string => timestamp(Date.now()).slice(0, 10)

/** The databases that questions are about: those configured, else the demo, made when it is not there yet. */
export const databasesOf = async (config: AppConfig): Promise<Record<string, string>> => {
  if (!usesDemo(config)) return config.databases
  const { databasePath } = await prepareDemo({ folder: folderOf(config), today: today() })
  return { default: `sqlite:${databasePath}` }
}

/** A call that the system makes on its own account. */
const systemCall = (): Call => ({
  requestId: newId(),
  trace: continueTrace(),
  principal: { userId: 'system', username: 'system', role: 'admin', permissions, sessionId: null, attributes: {} },
  token: null,
  client: { ip: '127.0.0.1', device: 'ai-agent' },
  signal: new AbortController().signal,
})

/** Ingests the demo's documents, once: whoever deletes them later does not get them back. */
export const ingestDemoDocuments = async ({ config, modules }: System): Promise<void> => {
  if (!usesDemo(config) || !modules.has('rag')) return
  const folder = folderOf(config)
  const done = join(folder, 'documents-ingested')
  if (existsSync(done)) return
  const { documents } = await prepareDemo({ folder, today: today() })
  const files = documents.map((path) => ({ filename: `demo/${basename(path)}`, path }))
  await clientsOf(modules).rag.ingest({ files }, systemCall())
  writeFileSync(done, '')
}

/** What a newcomer is told once everything runs: what to type next. Undefined where there is no demo or no gateway here. */
export const welcome = ({ config, modules, urls }: System): string | undefined => {
  const url = urls.gateway
  if (url === undefined || !modules.has('agent')) return undefined
  const questions = usesDemo(config) ? sampleDataQuestions : ['How many rows are in each table?']
  const ask = (
    question: string,
  ) => `  curl -s ${url}/agent/query -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
    -d '${JSON.stringify({ user_request: question })}'`
  return [
    '',
    `ai-agent runs at ${url}`,
    usesDemo(config)
      ? 'No database is set, so it answers about a demo company. Your own: DATABASE_URL=sqlite:/path/to.db npm start'
      : `It answers about: ${Object.keys(config.databases).join(', ')}`,
    '',
    'Make an account (the first is the administrator), and sign in:',
    `  curl -s ${url}/auth/register -H 'Content-Type: application/json' -d '{"username":"ada","password":"a long password"}'`,
    `  TOKEN=$(curl -s ${url}/auth/login -H 'Content-Type: application/json' -d '{"username":"ada","password":"a long password"}' | sed 's/.*"token":"\\([^"]*\\)".*/\\1/')`,
    '',
    'Then ask:',
    ...questions.map(ask),
    ...(usesDemo(config) && modules.has('rag')
      ? [
          'and the documents:',
          `  curl -s ${url}/rag/query -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \\
    -d '${JSON.stringify({ query: sampleDocumentQuestion })}'`,
        ]
      : []),
    '',
    `Or without a server: bin/ai-agent query "${questions[0]}"`,
    '',
  ].join('\n')
}
