import type { Principal } from '../../contract/operation.ts'
import { newId } from '../../platform/ids.ts'
import { continueTrace } from '../../platform/tracing.ts'
import type { Session } from './session.ts'

/** How the calls of one caller are made, until the signal aborts. */
export const callMaker =
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
export const interruption = (): AbortSignal => {
  const controller = new AbortController()
  process.once('SIGINT', () => controller.abort(new DOMException('Interrupted.', 'AbortError')))
  return controller.signal
}
