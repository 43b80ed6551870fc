import type { AskableDatabase } from '../engine.ts'

/** What came of trying a candidate. */
export interface Trial {
  failed: boolean
  rows: number
  columns: number
  /** Every cell of the first rows is empty. */
  allNull: boolean
  /** One cell that is zero. */
  zero: boolean
  /** Candidates with the same fingerprint give the same answer. */
  fingerprint: string
}

const rowsRead = 200

/** Runs a statement for what its result looks like; a failure is a result too. */
export async function tryStatement(
  database: AskableDatabase,
  sql: string,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Trial> {
  try {
    const result = await database.run(sql, {
      maxRows: rowsRead,
      timeoutMs,
      ...(signal === undefined ? {} : { signal }),
    })
    return trialOf(result.rows, result.columns.length)
  } catch {
    return { failed: true, rows: 0, columns: 0, allNull: false, zero: false, fingerprint: `failed ${sql}` }
  }
}

/** Describes a result that was read. */
export function trialOf(rows: readonly (readonly unknown[])[], columns: number): Trial {
  const only = rows.length === 1 && columns === 1 ? rows[0]?.[0] : undefined
  const head = rows.slice(0, 20)
  return {
    failed: false,
    rows: rows.length,
    columns,
    allNull: head.length > 0 && head.every((row) => row.every((cell) => cell === null)),
    zero: only === 0 || only === '0',
    fingerprint: JSON.stringify(rows.slice(0, rowsRead).map((row) => row.map(String).toSorted())),
  }
}
