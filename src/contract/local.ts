import { z } from 'zod'
import { storageFault } from '../platform/db/storage-fault.ts'
import { AppError } from '../platform/errors.ts'
import type { Log } from '../platform/log.ts'
import type { Metrics } from '../platform/metrics.ts'
import { faultOf } from './fault.ts'
import type { Call, Client, Contract, Operation, Service } from './operation.ts'

/** What the door needs besides the service behind it. */
export interface Door {
  log: Log
  metrics: Metrics
  /** Hears of every call that was refused for want of permission. Resolves when it is on record. */
  refused: (refusal: { operation: string; access: string; call: Call }) => Promise<void>
}

/** Lets a call in, or throws `unauthenticated` or `forbidden`. */
const admit = ({ access }: Operation, { principal }: Call): void => {
  if (access === 'public') return
  if (!principal)
    throw new AppError('unauthenticated', 'Sign in first, and send the token as "Authorization: Bearer …".', {
      headers: { 'WWW-Authenticate': 'Bearer' },
    })
  if (access !== 'user' && !principal.permissions.includes(access))
    throw new AppError(
      'forbidden',
      `This needs the permission ${access}, which the role ${principal.role} does not have.`,
    )
}

const pathOf = (path: PropertyKey[]): string => path.map(String).join('.')

/** A value that is nested so deeply that the stack ends cannot be looked at. */
const tryParse = (schema: z.ZodType, input: unknown) => {
  try {
    return schema.safeParse(input ?? {}, { reportInput: true })
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new AppError('invalid', 'The body is nested too deeply.', { cause: error })
  }
}

/** Parses an input. Throws `invalid` with every fault of it. */
const parseInput = (schema: z.ZodType, input: unknown): unknown => {
  const parsed = tryParse(schema, input)
  if (parsed.success) return parsed.data
  const errors = parsed.error.issues.map((issue) => ({ path: pathOf(issue.path), message: faultOf(issue) }))
  const first = errors[0]
  const detail = first ? `${first.path || 'the body'}: ${first.message}` : 'The input is not valid.'
  throw new AppError('invalid', detail, { errors })
}

const parseOutput = (schema: z.ZodType, output: unknown, operation: string): unknown => {
  const parsed = schema.safeParse(output)
  if (parsed.success) return parsed.data
  throw new Error(`${operation} answered what its contract does not promise: ${z.prettifyError(parsed.error)}`)
}

/**
 * A module's door, for calls from this process and over HTTP alike: access, parsing both ways, time and errors.
 * Parsing is also the copy that keeps two modules from sharing a mutable object.
 */
export const local = <C extends Contract>(contract: C, service: Service<C>, door: Door): Client<C> => {
  const client: Record<string, (input: unknown, call: Call) => Promise<unknown>> = {}
  for (const [name, declared] of Object.entries(contract.operations)) {
    const full = `${contract.name}.${name}`
    client[name] = async (input, call) => {
      const started = performance.now()
      let outcome = 'ok'
      try {
        admit(declared, call)
        call.signal.throwIfAborted()
        const run = service[name]
        if (!run) throw new Error(`${full} has no service`)
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema that made the type has just parsed the value
        const answer = await run(parseInput(declared.input, input) as never, call)
        return parseOutput(declared.output, answer, full)
      } catch (thrown) {
        const fault = storageFault(thrown)
        const error = fault ?? AppError.from(thrown)
        outcome = error.code
        if (fault || error.code === 'internal')
          door.log.error('an operation failed', {
            operation: full,
            request_id: call.requestId,
            error: error.cause ?? error,
          })
        if (error.code === 'forbidden') await door.refused({ operation: full, access: declared.access, call })
        throw error
      } finally {
        door.metrics.operation(contract.name, name, outcome, (performance.now() - started) / 1000)
      }
    }
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each operation of the contract was just given its method
  return client as Client<C>
}
