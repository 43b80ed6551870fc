import { AppError, fromProblem } from '../platform/errors.ts'
import { readEvents } from './events.ts'
import type { Call, Client, Contract, Operation } from './operation.ts'
import { encode } from './wire.ts'

/** A file to be uploaded: a name and its content. */
export interface Upload {
  filename: string
  content: Blob
}

/** How to reach a module that lives elsewhere. */
export interface Remote {
  /** The base URL for the next request; throws `unavailable` when no instance is well. */
  url: () => string
  /** Header fields that say who calls: a peer's signature or a user's token. */
  headers: (call: Call) => Record<string, string>
  /** Opens the files of an input for upload; without it an input's `files` go as JSON. */
  open?: (files: unknown) => Promise<Upload[]>
  /** Hears how each attempt ended, so that a sick instance is left alone. */
  report?: (url: string, healthy: boolean) => void
  /** How long an answer may take, or the beginning of a stream, in milliseconds; as long as it likes without. */
  timeout?: number
}

const repeatable = new Set(['GET', 'PUT', 'DELETE'])

const bodyOf = async (
  declared: Operation,
  body: Record<string, unknown> | undefined,
  remote: Remote,
): Promise<{ body?: NonNullable<RequestInit['body']>; type?: string }> => {
  if (body === undefined) return {}
  if (!declared.upload || !remote.open || body['files'] === undefined)
    return { body: JSON.stringify(body), type: 'application/json' }
  const form = new FormData()
  const { files, ...fields } = body
  for (const [name, value] of Object.entries(fields))
    if (value !== undefined) form.append(name, typeof value === 'string' ? value : JSON.stringify(value))
  for (const file of await remote.open(files)) form.append('files', file.content, file.filename)
  return { body: form }
}

const problemOf = async (response: Response): Promise<AppError> => {
  const document: unknown = await response.json().catch(() => null)
  return fromProblem(document, response.headers)
}

/** Reads a stream of events up to its `answer`, handing the others to the caller. */
const answerOf = async (response: Response, call: Call): Promise<unknown> => {
  if (!response.body) throw new AppError('bad_gateway', 'A service answered with an empty stream.')
  for await (const { event, data } of readEvents(response.body)) {
    if (event === 'ping' || event === 'done') continue
    const value: unknown = JSON.parse(data)
    if (event === 'answer') return value
    if (event === 'error') throw fromProblem(value, response.headers)
    call.emit?.(event, value)
  }
  throw new AppError('bad_gateway', 'The connection to a service broke before its answer was whole.')
}

/** Aborts when a service takes longer than `milliseconds`; a deadline that was lifted never does. */
const deadlineOf = (milliseconds: number | undefined): { signal: AbortSignal; lift: () => void } => {
  const controller = new AbortController()
  if (milliseconds === undefined) return { signal: controller.signal, lift: () => undefined }
  const late = new AppError('timeout', 'A service that this needs did not answer in time; try again shortly.', {
    reason: 'upstream_timeout',
  })
  const timer = setTimeout(() => controller.abort(late), milliseconds)
  return { signal: controller.signal, lift: () => clearTimeout(timer) }
}

const attempt = async (
  declared: Operation,
  input: Record<string, unknown>,
  call: Call,
  remote: Remote,
): Promise<unknown> => {
  const { method, path, body } = encode(declared, input)
  const content = await bodyOf(declared, body, remote)
  const url = remote.url()
  const streams = declared.events !== undefined && call.emit !== undefined
  const deadline = deadlineOf(remote.timeout)
  let response: Response
  try {
    response = await fetch(url + path, {
      method,
      signal: AbortSignal.any([call.signal, deadline.signal]),
      headers: {
        accept: streams ? 'text/event-stream' : 'application/json',
        ...(content.type ? { 'content-type': content.type } : {}),
        ...remote.headers(call),
      },
      ...(content.body === undefined ? {} : { body: content.body }),
    })
  } catch (error) {
    deadline.lift()
    if (call.signal.aborted) throw AppError.from(call.signal.reason)
    // Slow is not sick: whether an instance is well, its health says.
    if (deadline.signal.aborted) throw AppError.from(deadline.signal.reason)
    remote.report?.(url, false)
    throw new AppError('unavailable', 'A service that this needs cannot be reached just now; try again shortly.', {
      reason: 'unreachable',
      retryAfter: 1,
      cause: error,
    })
  }
  // Whatever it says, it is there: an error of its own, or of something it needs, is no reason to leave it alone.
  remote.report?.(url, true)
  if (response.ok && response.headers.get('content-type')?.startsWith('text/event-stream')) {
    deadline.lift()
    return answerOf(response, call)
  }
  try {
    if (!response.ok) throw await problemOf(response)
    return await response.json()
  } catch (error) {
    throw deadline.signal.aborted ? AppError.from(deadline.signal.reason) : error
  } finally {
    deadline.lift()
  }
}

/**
 * The client of a module that lives elsewhere, with the same type as the local one. A call that failed may have run:
 * so only GET, PUT and DELETE are tried once more, and only when nobody answered.
 */
export const remote = <C extends Contract>(contract: C, where: Remote): Client<C> => {
  const client: Record<string, (input: Record<string, unknown>, call: Call) => Promise<unknown>> = {}
  for (const [name, declared] of Object.entries(contract.operations)) {
    const again = repeatable.has(declared.route.slice(0, declared.route.indexOf(' ')))
    client[name] = async (input, call) => {
      const once = async () => declared.output.parse(await attempt(declared, input, call, where))
      try {
        return await once()
      } catch (error) {
        const unreached = error instanceof AppError && error.details.reason === 'unreachable'
        if (again && unreached && !call.signal.aborted) return once()
        throw error
      }
    }
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each operation of the contract was just given its method
  return client as Client<C>
}
