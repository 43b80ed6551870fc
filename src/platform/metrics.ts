/** What a process counts and times, in Prometheus' terms. */
export interface Metrics {
  /** An operation of a contract ended: how, and how long it took in seconds. */
  operation(module: string, operation: string, outcome: string, seconds: number): void
  /** An HTTP request began; it counts as running until what is returned is called with how it ended. */
  request(service: string): (method: string, status: number, seconds: number) => void
  /** The text that `GET /metrics` answers with. */
  expose(): Promise<{ contentType: string; body: string }>
}

/** Counts nothing, for a process that nobody asks. */
export const noMetrics: Metrics = {
  operation: () => undefined,
  request: () => () => undefined,
  expose: () => Promise.resolve({ contentType: 'text/plain', body: '' }),
}
