/** A replacement of a stretch of a statement. */
export interface Edit {
  start: number
  end: number
  text: string
}

/** Applies edits that do not overlap. */
export function mend(sql: string, edits: readonly Edit[]): string {
  let mended = sql
  for (const { start, end, text } of [...edits].sort((one, other) => other.start - one.start))
    mended = mended.slice(0, start) + text + mended.slice(end)
  return mended
}
