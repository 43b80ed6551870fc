import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { AppError } from '../../platform/errors.ts'
import { dateOf, dayOf } from '../calendar.ts'
import { demoVersion } from '../company.ts'
import { demoRows } from '../demo-rows.ts'
import { indexes, sqliteTables } from '../schema/create-statements.ts'
import { filledTables } from './demo-database.ts'
import type { DemoDatabase } from './demo-database.ts'

/** Marks a file as ours; SQLite keeps it in the header (`PRAGMA application_id`). The letters `Quil`. */
const APPLICATION_ID = 0x5175696c

/** `PRAGMA user_version` holds the version and the day: 1 and 20779 make 120779. */
const VERSION_STEP = 100_000

/**
 * Makes the demo as a SQLite file, or leaves the one that is there. A file of an older version is replaced.
 * It appears whole or not at all. Throws `AppError` `conflict` when the file is another database.
 */
export function createSqliteDemo({ path, today }: { path: string; today: string }): DemoDatabase {
  const madeOn = existsSync(path) ? madeOnOf(path) : undefined
  if (madeOn !== undefined) return { created: false, madeOn }

  mkdirSync(dirname(path), { recursive: true })
  const unfinished = `${path}.${randomUUID()}.unfinished`
  try {
    fill(unfinished, today)
    for (const rest of ['-wal', '-shm', '-journal']) rmSync(`${path}${rest}`, { force: true })
    renameSync(unfinished, path)
  } finally {
    rmSync(unfinished, { force: true })
  }
  return { created: true, madeOn: today }
}

function fill(path: string, today: string): void {
  const database = new Database(path)
  try {
    // The file is thrown away if anything fails, so it needs no journal; the one commit still reaches the disk.
    database.pragma('journal_mode = OFF')
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
    database.pragma(`application_id = ${APPLICATION_ID}`)
    database.pragma(`user_version = ${demoVersion * VERSION_STEP + dayOf(today)}`)
    database.transaction(() => {
      for (const statement of sqliteTables()) database.exec(statement)
      const toBind = (value: unknown) => (typeof value === 'boolean' ? Number(value) : value)
      for (const { name, columns, rows } of filledTables(demoRows({ today }), (cents) => cents / 100)) {
        const insert = database.prepare(`INSERT INTO ${name} VALUES (${columns.map(() => '?').join(', ')})`)
        for (const row of rows) insert.run(row.map(toBind))
      }
      for (const statement of indexes()) database.exec(statement)
    })()
  } finally {
    database.close()
  }
}

/** The day an existing demo of this version was made; undefined for an older one. */
function madeOnOf(path: string): string | undefined {
  const { applicationId, version } = markOf(path)
  if (applicationId !== APPLICATION_ID)
    throw new AppError(
      'conflict',
      'The file for the demo database holds something else. Name another file, or move it away.',
    )
  return Math.floor(version / VERSION_STEP) === demoVersion ? dateOf(version % VERSION_STEP) : undefined
}

function markOf(path: string): { applicationId: number; version: number } {
  try {
    const database = new Database(path, { readonly: true })
    try {
      return {
        applicationId: Number(database.pragma('application_id', { simple: true })),
        version: Number(database.pragma('user_version', { simple: true })),
      }
    } finally {
      database.close()
    }
  } catch {
    return { applicationId: 0, version: 0 }
  }
}
