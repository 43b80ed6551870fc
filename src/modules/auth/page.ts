import { AppError } from '../../platform/errors.ts'

/** Cuts a page out of one row more than was asked for. The cursor is the last row's id. */
export const pageOf = <T extends { id: string }, V>(
  rows: T[],
  limit: number,
  view: (row: T) => V,
): { items: V[]; next_cursor: string | null } => {
  const shown = rows.slice(0, limit)
  return { items: shown.map(view), next_cursor: rows.length > limit ? (shown.at(-1)?.id ?? null) : null }
}

/** The id that a cursor stands for. Throws `invalid` for one that we did not give out. */
export const readCursor = (cursor: string | undefined): string | undefined => {
  if (cursor === undefined || /^[0-9a-f-]{36}$/.test(cursor)) return cursor
  throw new AppError('invalid', 'cursor: take it from next_cursor of the page before')
}
