/** `count` tokens that come back evenly over `period` milliseconds. */
export interface Limit {
  count: number
  period: number
}

/** How taking a token ended. */
export interface Taken {
  allowed: boolean
  /** Tokens that are left. */
  remaining: number
  /** Milliseconds until the next token when none was left, else 0. */
  retryAfter: number
  /** Milliseconds until all tokens are back. */
  reset: number
}

/**
 * State that lives for a while and is shared by the replicas of a role: sessions, limits, locks, stored answers.
 * In this process, or in Redis. Values are JSON texts. Every method throws `unavailable` when the store does not answer.
 */
export interface KeyValue {
  get(key: string): Promise<string | null>
  set(key: string, value: string, options?: { ttl?: number }): Promise<void>
  /** Sets it only when there is none, and says whether it did. `ttl` in milliseconds. */
  setIfAbsent(key: string, value: string, options: { ttl: number }): Promise<boolean>
  delete(key: string): Promise<void>
  /** Gives it a new `ttl` only when it still has this value, and says whether it did; how a lock is held on to. */
  extendIf(key: string, value: string, options: { ttl: number }): Promise<boolean>
  /** Deletes it only when it still has this value, and says whether it did; how a lock is let go. */
  deleteIf(key: string, value: string): Promise<boolean>
  /** Takes one of a limit's tokens (GCRA). Exact under concurrency. */
  take(key: string, limit: Limit): Promise<Taken>
  ping(): Promise<void>
  close(): Promise<void>
}
