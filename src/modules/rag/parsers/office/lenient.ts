import type { DocumentBuilder } from '../document-builder.ts'
import { failureOf } from '../unreadable.ts'

/** Reads the parts of a file so that a damaged one is missing alone. */
export interface LenientReader {
  /** What `read` gives; undefined when that part is damaged, which is told. `what` names it: `Slide 3`. Throws `too_large` on. */
  attempt<Result>(what: string, read: () => Result | Promise<Result>): Promise<Result | undefined>
  /** Throws the first damage when nothing at all was written. */
  refuseEmpty(): void
}

/** A reader that tells `builder` what is missing. */
export function createLenientReader(builder: DocumentBuilder): LenientReader {
  const damages: unknown[] = []
  return {
    async attempt(what, read) {
      try {
        return await read()
      } catch (error) {
        if (failureOf(error).reason === 'too_large') throw error
        damages.push(error)
        builder.warn(`${what} is damaged and could not be read, or not to its end.`)
        return undefined
      }
    },
    refuseEmpty() {
      if (builder.isEmpty && damages.length > 0) throw damages[0]
    },
  }
}
