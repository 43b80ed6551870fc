import type { z } from 'zod'
import type { ErrorCode } from '../platform/errors.ts'
import type { Trace } from '../platform/tracing.ts'

/** The seven things a caller may be allowed to do. */
export const permissions = [
  'read:agent',
  'write:agent',
  'read:rag',
  'write:rag',
  'manage:users',
  'read:system',
  'write:system',
] as const

/** One of the seven. */
export type Permission = (typeof permissions)[number]

/** Who is asking, as the auth module vouches for them. */
export interface Principal {
  userId: string
  username: string
  role: string
  permissions: readonly Permission[]
  /** The session of a token; null for an API key. */
  sessionId: string | null
  /** What row policies may refer to. */
  attributes: Record<string, unknown>
}

/** Who asks, from where, and how long they wait; the second argument of every operation. */
export interface Call {
  requestId: string
  trace: Trace
  /** Null when nobody has signed in. */
  principal: Principal | null
  /** The credential as it came, for operations that need the very token; null when there is none. */
  token: string | null
  client: { ip: string; device: string }
  /** Aborted when the caller leaves or the deadline passes; work under way must stop, down to the database. */
  signal: AbortSignal
  /** Present when the caller wants to hear of progress: an event of the operation's `events`. */
  emit?: (event: string, data: unknown) => void
}

/** Who may call: anybody, anybody signed in, or whoever has the permission. */
export type Access = 'public' | 'user' | Permission

/** One thing a module does: said once, it gives route, validation, documentation, client and command line. */
export interface Operation<I extends z.ZodObject = z.ZodObject, O extends z.ZodType = z.ZodType> {
  /** Method and path: `GET /users/{id}`. A field named in the path goes there, others to query (GET, DELETE) or body. */
  route: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`
  access: Access
  summary: string
  input: I
  output: O
  /** The status of success, 200 unless said otherwise. */
  status?: number | ((output: z.output<O>) => number)
  /** The events before the `answer` when it is asked for as server-sent events, by name. */
  events?: Record<string, z.ZodType>
  /** The input's `files` may come as multipart/form-data. */
  upload?: boolean
  /** Honours `Idempotency-Key`. */
  idempotent?: boolean
  /** The default rate limit, as `count/duration`: `10/1m`. */
  limit?: string
  /** Which errors a caller must expect, for the documentation. */
  errors?: ErrorCode[]
}

/** What a module offers. */
export interface Contract<T extends Record<string, Operation> = Record<string, Operation>> {
  name: string
  operations: T
}

/** What the caller of an operation passes. */
export type Input<O extends Operation> = z.input<O['input']>
/** What the service of an operation is handed: parsed. */
export type Parsed<O extends Operation> = z.output<O['input']>
/** What an operation answers. */
export type Output<O extends Operation> = z.output<O['output']>

/** The code behind a contract; inputs arrive parsed; knows no HTTP. */
export type Service<C extends Contract> = {
  [K in keyof C['operations']]: (
    input: Parsed<C['operations'][K]>,
    call: Call,
  ) => Promise<z.input<C['operations'][K]['output']>>
}

/** How everyone else sees a service: the same methods, local or remote. */
export type Client<C extends Contract> = {
  [K in keyof C['operations']]: (input: Input<C['operations'][K]>, call: Call) => Promise<Output<C['operations'][K]>>
}

/** Declares an operation, keeping its exact types. */
export const operation = <I extends z.ZodObject, O extends z.ZodType>(declared: Operation<I, O>): Operation<I, O> =>
  declared

/** Declares a contract, keeping the exact types of its operations. */
export const contract = <const T extends Record<string, Operation>>(name: string, operations: T): Contract<T> => ({
  name,
  operations,
})

/** The method and the path of an operation. */
export const routeOf = (declared: Operation): { method: string; path: string } => {
  const space = declared.route.indexOf(' ')
  return { method: declared.route.slice(0, space), path: declared.route.slice(space + 1) }
}
