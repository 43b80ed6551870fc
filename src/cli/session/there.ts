import { createHash } from 'node:crypto'
import { openAsBlob } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { contracts, type Clients } from '../../app/clients.ts'
import type { Call } from '../../contract/operation.ts'
import { remote, type Upload } from '../../contract/remote.ts'
import { environmentVariable } from '../../platform/config.ts'
import { AppError } from '../../platform/errors.ts'
import { traceparentOf } from '../../platform/tracing.ts'
import { callMaker, interruption } from './call.ts'
import { credentialFor, forgetCredential, keepCredential, ownFolder } from './credentials.ts'
import type { Session } from './session.ts'

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

/** Opens a session with a gateway elsewhere, as whom a token or an earlier `login` says. */
export const openThere = async (base: string, given: string | undefined): Promise<Session> => {
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
  return { clients, call, records, offerDemoDocuments: () => Promise.resolve(), close: () => Promise.resolve() }
}
