/** What the exit codes mean: done; a negative answer or a failure; wrong usage. */
export const exitCode = { done: 0, negative: 1, usage: 2 } as const

/** Ends a command with a code and, if there is something to say, a line on standard error. */
export class Exit extends Error {
  readonly code: number

  constructor(code: number, message = '') {
    super(message)
    this.code = code
  }
}
