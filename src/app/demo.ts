import { existsSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { permissions, type Call } from '../contract/operation.ts'
import type { DemoPlace } from '../demo/prepare-demo.ts'
import { sampleDataQuestions, sampleDocumentQuestion } from '../demo/questions.ts'
import { timestamp } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import { continueTrace } from '../platform/tracing.ts'
import { clientsOf } from './clients.ts'
import type { AppConfig } from './config.ts'
import type { System } from './start.ts'

const folderOf = (config: AppConfig): string => join(config.values.platform.dataDir, 'demo')

/** Whether the demo stands in for databases: none is configured. */
const usesDemo = (config: AppConfig): boolean => Object.keys(config.databases).length === 0

const placeOf = (config: AppConfig): DemoPlace => ({
  folder: folderOf(config),
  today: timestamp(Date.now()).slice(0, 10),
})

/** The databases that questions are about: those configured, else the demo, made when it is not there yet. */
export const databasesOf = async (config: AppConfig): Promise<Record<string, string>> => {
  if (!usesDemo(config)) return config.databases
  // Loaded here: who asks about databases of their own needs none of it.
  const { prepareDemo } = await import('../demo/prepare-demo.ts')
  const { databasePath } = prepareDemo(placeOf(config))
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

const ingestedMark = (config: AppConfig): string => join(folderOf(config), 'documents-ingested')

/**
 * Ingests the demo's documents, once, and only where there are no others: whoever has documents of their own wants no
 * answers from these, and whoever deletes these does not get them back.
 */
export const ingestDemoDocuments = async ({ config, modules }: System): Promise<void> => {
  const mark = ingestedMark(config)
  if (!usesDemo(config) || !modules.has('rag') || existsSync(mark)) return
  const { rag } = clientsOf(modules)
  const call = systemCall()
  if ((await rag.status({}, call)).documents > 0) return
  const { prepareDemoDocuments } = await import('../demo/prepare-demo.ts')
  const documents = await prepareDemoDocuments(placeOf(config))
  await rag.ingest({ files: documents.map((path) => ({ filename: `demo/${basename(path)}`, path })) }, call)
  writeFileSync(mark, '')
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
    ...(usesDemo(config) && modules.has('rag') && existsSync(ingestedMark(config))
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
