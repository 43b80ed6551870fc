import { AppError } from '../../../../platform/errors.ts'
import type { AskableDatabase } from '../engine.ts'
import { isFigure, type Query } from './query/query.ts'

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
const typicalRows = 20
/** What is the statement's own fault; anything else, such as too little time, says nothing about it. */
const faults = new Set(['sql_failed', 'sql_refused', 'not_permitted'])

/** Runs a statement for what its result looks like; a failure is a result too. Undefined when it did not come to an end in time. */
export async function tryStatement(
  database: AskableDatabase,
  sql: string,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Trial | undefined> {
  try {
    const result = await database.run(sql, {
      maxRows: rowsRead,
      timeoutMs,
      ...(signal === undefined ? {} : { signal }),
    })
    return trialOf(result.rows, result.columns.length)
  } catch (error) {
    if (error instanceof AppError && !faults.has(error.details.reason ?? '')) return undefined
    return { failed: true, rows: 0, columns: 0, allNull: false, zero: false, fingerprint: `failed ${sql}` }
  }
}

/** What to think of a statement that was not tried: that it gives what such statements give. */
export function untriedTrial(query: Query, sql: string): Trial {
  const single =
    query.limit === 1 || query.summary !== undefined || (query.group.length === 0 && query.select.every(isFigure))
  return {
    failed: false,
    rows: single ? 1 : Math.min(typicalRows, query.limit ?? typicalRows),
    columns: query.select.length,
    allNull: false,
    zero: false,
    fingerprint: `untried ${sql}`,
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
