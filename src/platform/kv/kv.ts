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
  /** Deletes it only when it still has this value, and says whether it did; how a lock is let go. */
  deleteIf(key: string, value: string): Promise<boolean>
  /**
   * Takes one of `count` tokens that come back over `period` milliseconds (GCRA). Exact under concurrency.
   * `remaining` tokens are left; `retryAfter` milliseconds until the next when none was; `reset` until all are back.
   */
  take(
    key: string,
    limit: { count: number; period: number },
  ): Promise<{ allowed: boolean; remaining: number; retryAfter: number; reset: number }>
  ping(): Promise<void>
  close(): Promise<void>
}
