import { clientsOf, contracts, type Clients } from '../../src/app/clients.ts'
import { createAuthenticate } from '../../src/app/authenticate.ts'
import type { System } from '../../src/app/start.ts'
import type { Call, Principal } from '../../src/contract/operation.ts'
import { remote } from '../../src/contract/remote.ts'
import { newId } from '../../src/platform/ids.ts'
import { continueTrace } from '../../src/platform/tracing.ts'
import { openUploads } from './uploads.ts'

/** Somebody who is signed in, as a client of the system sees it: the four clients, and calls on their behalf. */
export interface Visitor {
  clients: Clients
  call: (extra?: Partial<Call>) => Call
  token: string | null
}

/** A system under test, however it is put together. */
export interface TestSystem {
  /** The gateway over HTTP; null where nothing listens. */
  url: string | null
  /** Signs somebody in with a token of theirs; nobody for null. */
  visit: (token: string | null) => Promise<Visitor>
  stop: () => Promise<void>
}

const callOf =
  (principal: Principal | null, token: string | null) =>
  (extra: Partial<Call> = {}): Call => ({
    requestId: newId(),
    trace: continueTrace(),
    principal,
    token,
    client: { ip: '127.0.0.1', device: 'test' },
    signal: new AbortController().signal,
    ...extra,
  })

/** A system whose modules are called without HTTP. */
export const localSystem = (system: System): TestSystem => {
  const clients = clientsOf(system.modules)
  const auth = system.modules.get('auth')
  if (!auth) throw new Error('auth must be here')
  const authenticate = createAuthenticate(auth.client)
  return {
    url: null,
    visit: async (token) => {
      const principal = token === null ? null : await authenticate(token, callOf(null, token)())
      return { clients, call: callOf(principal, token), token }
    },
    stop: system.stop,
  }
}

/** A system that is reached through its gateway. */
export const remoteSystem = (url: string, stop: () => Promise<void>): TestSystem => ({
  url,
  stop,
  visit: (token) => {
    const at = (name: string) => ({
      url: () => (name === 'gateway' ? url : `${url}/${name}`),
      open: openUploads,
      headers: (call: Call) => ({
        'x-request-id': call.requestId,
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      }),
    })
    const clients: Clients = {
      auth: remote(contracts.auth, at('auth')),
      agent: remote(contracts.agent, at('agent')),
      rag: remote(contracts.rag, at('rag')),
      gateway: remote(contracts.gateway, at('gateway')),
    }
    return Promise.resolve({ clients, call: callOf(null, token), token })
  },
})
