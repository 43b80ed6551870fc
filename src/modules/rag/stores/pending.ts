import type { Knex } from 'knex'
import { insertRows } from './insert.ts'

/** A passage that was written, with the hashes of its stems. */
export interface PendingPassage {
  key: number
  stems: Int32Array
}

/** Some passages that the full text search does not hold yet, as they lie in the table: for each its key, how many stems, these. */
export interface PendingGroup {
  first: number
  passages: number
  lists: Int32Array
}

interface PendingRow {
  first: number
  passages: number
  bytes: Buffer
}

/** So many passages enter the full text search in one transaction. */
const passagesAGroup = 400

/** Notes passages as pending, in the transaction that writes them. */
export const writePending = async (database: Knex, passages: readonly PendingPassage[]): Promise<void> => {
  const rows: (number | Buffer)[][] = []
  for (let from = 0; from < passages.length; from += passagesAGroup) {
    const group = passages.slice(from, from + passagesAGroup)
    const lists = new Int32Array(group.reduce((sum, { stems }) => sum + stems.length + 2, 0))
    let at = 0
    for (const { key, stems } of group) {
      lists[at] = key
      lists[at + 1] = stems.length
      lists.set(stems, at + 2)
      at += stems.length + 2
    }
    rows.push([group[0]?.key ?? 0, group.length, Buffer.from(lists.buffer)])
  }
  await insertRows(database, 'pending_stems', { first: 'integer', passages: 'integer', bytes: 'bytea' }, rows)
}

const toGroup = ({ first, passages, bytes }: PendingRow): PendingGroup => ({
  first,
  passages,
  // A copy, for what a driver hands out need not begin at a multiple of four.
  lists: new Int32Array(new Uint8Array(bytes).buffer),
})

/** The keys of a group's passages. */
export const keysOf = ({ lists }: PendingGroup): number[] => {
  const keys: number[] = []
  for (let at = 0; at < lists.length; at += 2 + (lists[at + 1] ?? 0)) keys.push(lists[at] ?? 0)
  return keys
}

/** How many groups are pending. */
export const countPending = async (database: Knex): Promise<number> => {
  const [row] = await database('pending_stems').count<{ n: number | string }[]>({ n: '*' })
  return Number(row?.n ?? 0)
}

/** The group that was written first. */
export const oldestPending = async (database: Knex): Promise<PendingGroup | undefined> => {
  const row = await database<PendingRow>('pending_stems').orderBy('first').first()
  return row && toGroup(row)
}

/** Reads all groups that are pending, those that were read before from memory: a group never changes. */
export const createPendingReader = (database: Knex): (() => Promise<PendingGroup[]>) => {
  let held = new Map<number, PendingGroup>()
  return async () => {
    const rows = await database<PendingRow>('pending_stems').select('first').orderBy('first')
    const missing = rows.filter(({ first }) => !held.has(first)).map(({ first }) => first)
    const read = missing.length === 0 ? [] : await database<PendingRow>('pending_stems').whereIn('first', missing)
    const fresh = new Map(read.map((row) => [row.first, toGroup(row)]))
    const groups = rows.flatMap(({ first }) => held.get(first) ?? fresh.get(first) ?? [])
    held = new Map(groups.map((group) => [group.first, group]))
    return groups
  }
}
