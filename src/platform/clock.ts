/** Where the time comes from, so that tests can set it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
}

/** The machine's clock. */
export const systemClock: Clock = { now: () => Date.now() }

/** A time in milliseconds as RFC 3339 UTC with milliseconds, as it goes over the wire. */
export const timestamp = (milliseconds: number): string => new Date(milliseconds).toISOString()
