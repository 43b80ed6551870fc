import { randomBytes } from 'node:crypto'

/** A place in a trace (W3C Trace Context, level 1). */
export interface Trace {
  /** 32 hexadecimal digits, the same for everything one request causes. */
  traceId: string
  /** 16 hexadecimal digits, this step of it. */
  spanId: string
  sampled: boolean
}

const header = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/
const allZero = /^0+$/

/** The trace that a `traceparent` header continues, with a span of its own; a new trace when there is none or it is malformed. */
export const continueTrace = (traceparent?: string): Trace => {
  const [, traceId, parentId, flags] = header.exec(traceparent ?? '') ?? []
  const spanId = randomBytes(8).toString('hex')
  if (!traceId || !parentId || allZero.test(traceId) || allZero.test(parentId))
    return { traceId: randomBytes(16).toString('hex'), spanId, sampled: true }
  return { traceId, spanId, sampled: (Number.parseInt(flags ?? '00', 16) & 1) === 1 }
}

/** The `traceparent` header that hands this trace on. */
export const traceparentOf = (trace: Trace): string =>
  `00-${trace.traceId}-${trace.spanId}-${trace.sampled ? '01' : '00'}`
