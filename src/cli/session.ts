import { createHash } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { clientsOf, contracts, type Clients } from '../app/clients.ts'
import { ingestDemoDocuments } from '../app/demo.ts'
import { readConfig, start } from '../app/start.ts'
import { moduleNames } from '../app/role.ts'
import { permissions, type Call, type Principal } from '../contract/operation.ts'
import { remote, type Upload } from '../contract/remote.ts'
import { environmentVariable } from '../platform/config.ts'
import { AppError } from '../platform/errors.ts'
import { newId } from '../platform/ids.ts'
import { createLog } from '../platform/log.ts'
import { continueTrace, traceparentOf } from '../platform/tracing.ts'
import { credentialFor, forgetCredential, keepCredential, ownFolder } from './credentials.ts'

/** The flags that every command has which speaks to the system. */
export interface SessionOptions {
  /** A gateway elsewhere; without it the modules run in this process. */
  url?: string | undefined
  token?: string | undefined
  config?: string | undefined
}

/** The system as a command sees it: the four clients, here or over HTTP, and a way to make calls. */
export interface Session {
  clients: Clients
  call: (extra?: { emit?: Call['emit'] }) => Call
  /** The folder for what this machine keeps about this system and this caller. */
  records: () => Promise<string>
  close: () => Promise<void>
}

const uploads = z.array(z.object({ filename: z.string(), path: z.string() }))

/** A file up to this size is sent as it is at one moment; a larger one must not change while it is sent. */
const mostAtOnce = 67_108_864

const contentOf = async (path: string): Promise<Blob> =>
  (await stat(path)).size <= mostAtOnce ? new Blob([await readFile(path)]) : openAsBlob(path)

const openUploads = async (files: unknown): Promise<Upload[]> => {
  const opened: Upload[] = []
  for (const { filename, path } of uploads.parse(files))
    opened.push({ filename: filename || basename(path), content: await contentOf(path) })
  return opened
}

/** Whoever may read this machine's files owns what is in them; so the command line acts as the administrator. */
const owner = (): Principal => ({
  userId: 'local',
  username: userInfo().username,
  role: 'admin',
  permissions,
  sessionId: null,
  attributes: {},
})

const callMaker =
  (principal: Principal | null, token: string | null, signal: AbortSignal): Session['call'] =>
  (extra = {}) => ({
    requestId: newId(),
    trace: continueTrace(),
    principal,
    token,
    client: { ip: '127.0.0.1', device: 'ai-agent command line' },
    signal,
    ...(extra.emit ? { emit: extra.emit } : {}),
  })

/** A signal that follows Ctrl-C, so that a command that is given up stops its work too. */
const interruption = (): AbortSignal => {
  const controller = new AbortController()
  process.once('SIGINT', () => controller.abort(new DOMException('Interrupted.', 'AbortError')))
  return controller.signal
}

const expiryOf = (token: string): number => {
  const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString() || '{}')
  return z.object({ exp: z.number() }).safeParse(claims).data?.exp ?? Infinity
}

/** The token that `login` kept for a gateway, renewed when it has run out. */
const keptToken = async (url: string): Promise<string | null> => {
  const kept = credentialFor(url)
  if (!kept) return null
  if (expiryOf(kept.token) * 1000 > Date.now() + 30_000) return kept.token
  const auth = remote(contracts.auth, { url: () => `${url}/auth`, headers: () => ({}) })
  const call = callMaker(null, null, AbortSignal.timeout(10_000))()
  try {
    const { token, refresh_token } = await auth.refresh({ refresh_token: kept.refresh_token }, call)
    keepCredential(url, { ...kept, token, refresh_token })
    return token
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'unauthenticated') throw error
    forgetCredential(url)
    return null
  }
}

const openRemote = async (base: string, given: string | undefined): Promise<Session> => {
  const url = base.replace(/\/+$/, '')
  const token = given ?? environmentVariable('AI_AGENT_TOKEN') ?? (await keptToken(url))
  const at = (name: string) => ({
    url: () => (name === 'gateway' ? url : `${url}/${name}`),
    open: openUploads,
    headers: (call: Call) => ({
      'x-request-id': call.requestId,
      traceparent: traceparentOf(call.trace),
      'user-agent': 'ai-agent command line',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    }),
  })
  const clients: Clients = {
    auth: remote(contracts.auth, at('auth')),
    agent: remote(contracts.agent, at('agent')),
    rag: remote(contracts.rag, at('rag')),
    gateway: remote(contracts.gateway, at('gateway')),
  }
  const call = callMaker(null, token, interruption())
  const records = async () => {
    const { user_id: user } = await clients.auth.me({}, call())
    return join(ownFolder(), 'ingested', createHash('sha256').update(`${url} ${user}`).digest('hex').slice(0, 32))
  }
  return { clients, call, records, close: () => Promise.resolve() }
}

const openLocal = async (config: string | undefined): Promise<Session> => {
  const log = createLog({ level: 'error', format: process.stderr.isTTY ? 'pretty' : 'json' })
  const system = await start({
    modules: [...moduleNames],
    config: readConfig({ CONFIG_FILE: config }),
    serve: false,
    log,
  })
  try {
    await ingestDemoDocuments(system)
  } catch (error) {
    await system.stop()
    throw error
  }
  return {
    clients: clientsOf(system.modules),
    call: callMaker(owner(), null, interruption()),
    records: () => Promise.resolve(join(system.config.values.platform.dataDir, 'ingested')),
    close: system.stop,
  }
}

/** Opens a session, runs the command in it, and closes it whatever happens. */
export const withSession = async <T>(options: SessionOptions, run: (session: Session) => Promise<T>): Promise<T> => {
  if (options.url !== undefined && !/^https?:\/\//.test(options.url))
    throw new AppError('invalid', '--url: must be the http(s) URL of a gateway, such as http://localhost:5000')
  const session = await (options.url === undefined ? openLocal(options.config) : openRemote(options.url, options.token))
  try {
    return await run(session)
  } finally {
    await session.close()
  }
}
