import { createSecretKey } from 'node:crypto'
import { z } from 'zod'
import { createChain, genesis, type Chain, type ChainedRecord, type Mark } from './chain.ts'
import type { AuditVerdict } from './audit.ts'
import type { AuditTables } from './tables.ts'

/** The action of the record that stands where the chain's head was found to be not ours: whatever was before may be cut off. */
export const unprovenHead = 'audit.head_unproven'

const pageSize = 1_000
/** How many places on either side are tried for a record that does not belong where it stands. */
const placesTried = 5_000

interface Trail {
  records: AsyncIterable<ChainedRecord>
  checkpoints: Map<number, Mark>
  /** Asked for after the last record: where the chain must end. Its mark is already proven, or absent. */
  end: (last: number) => { mark?: Mark; missing: string }
}

const broken = (records: number, sequence: number, why: string): AuditVerdict => ({
  valid: false,
  records,
  first_broken: { sequence, why },
})

/** Why a record does not prove its place, told from its own hash and from the record after it. */
const faultOf = (chain: Chain, record: ChainedRecord, next: ChainedRecord | undefined): string => {
  for (let distance = 1; distance <= placesTried; distance += 1)
    for (const place of [record.sequence + distance, record.sequence - distance])
      if (place > 0 && chain.proves(record, place))
        return next && chain.proves(next, next.sequence + (place - record.sequence))
          ? `removed: the record that was here is gone, and record ${place} stands in its place`
          : `reordered: record ${place} stands in its place`
  if (next && chain.proves(next, record.sequence)) return 'inserted: it was never written by this service'
  return 'edited: its content does not match its hash'
}

const gapOf = (record: ChainedRecord, expected: number): string =>
  record.sequence > expected
    ? `removed: the next record here is ${record.sequence}`
    : `inserted: there is already a record ${record.sequence}`

const verify = async (chain: Chain, { records, checkpoints, end }: Trail): Promise<AuditVerdict> => {
  let last = { sequence: 0, hash: genesis }
  let suspect: ChainedRecord | undefined
  let gap: { expected: number; found: ChainedRecord } | undefined
  let looked = 0
  for await (const record of records) {
    // In a file the record that is missing may come later: then it was not removed.
    if (gap) {
      if (record.sequence === gap.expected && chain.proves(record))
        return broken(last.sequence, gap.expected, `reordered: record ${gap.found.sequence} stands before it`)
      if ((looked += 1) > placesTried) break
      continue
    }
    // One record further is known when a suspect is judged: that tells an inserted record from an edited one.
    if (suspect) return broken(last.sequence, suspect.sequence, faultOf(chain, suspect, record))
    const expected = last.sequence + 1
    if (record.sequence < expected) return broken(last.sequence, expected, gapOf(record, expected))
    if (record.sequence > expected) {
      gap = { expected, found: record }
      continue
    }
    if (!chain.proves(record)) {
      suspect = record
      continue
    }
    if (record.previous !== last.hash)
      return broken(last.sequence, expected, 'reordered: it does not follow the record before it')
    if (record.action === unprovenHead)
      return broken(last.sequence, expected, 'cut off: records that stood before this one may be gone')
    const checkpoint = checkpoints.get(record.sequence)
    if (checkpoint && (checkpoint.hash !== record.hash || !chain.provesMark('checkpoint', checkpoint)))
      return broken(last.sequence, expected, 'edited: its signed checkpoint says otherwise')
    last = { sequence: record.sequence, hash: record.hash }
  }
  if (gap) return broken(last.sequence, gap.expected, gapOf(gap.found, gap.expected))
  if (suspect) return broken(last.sequence, suspect.sequence, faultOf(chain, suspect, undefined))
  const { mark, missing } = end(last.sequence)
  const next = last.sequence + 1
  if (!mark) return last.sequence === 0 && !missing ? { valid: true, records: 0 } : broken(last.sequence, next, missing)
  if (mark.sequence > last.sequence)
    return broken(last.sequence, next, `cut off: the chain went on to record ${mark.sequence}`)
  if (mark.sequence < last.sequence)
    return broken(mark.sequence, mark.sequence + 1, 'inserted: the chain ends before this record')
  if (mark.hash !== last.hash) return broken(last.sequence, last.sequence, 'edited: the signed end says otherwise')
  const beyond = Math.max(0, ...checkpoints.keys())
  if (beyond > last.sequence) return broken(last.sequence, next, `cut off: a checkpoint was signed at record ${beyond}`)
  return { valid: true, records: last.sequence }
}

/** A trail's records, and the head as it stood when the last of them had been read. */
const readTrail = (tables: AuditTables): { records: AsyncIterable<ChainedRecord>; head: () => Mark | undefined } => {
  let head: Mark | undefined
  const records = async function* (): AsyncGenerator<ChainedRecord> {
    let sequence = 0
    for (;;) {
      const page = await tables.after(sequence, pageSize)
      yield* page
      sequence = page.at(-1)?.sequence ?? sequence
      if (page.length > 0) continue
      head = await tables.head()
      // Records may have come since the page was read; the chain ends where its head says so, or where there are no more.
      if ((head?.sequence ?? 0) <= sequence || (await tables.after(sequence, 1)).length === 0) return
    }
  }
  return { records: records(), head: () => head }
}

const checkpointsOf = async (tables: AuditTables): Promise<Map<number, Mark>> => {
  const found = new Map<number, Mark>()
  let sequence = 0
  for (;;) {
    const page = await tables.checkpointsAfter(sequence, pageSize)
    for (const mark of page) found.set((sequence = mark.sequence), mark)
    if (page.length < pageSize) return found
  }
}

/** Checks the trail in a database, in pages; it may grow meanwhile. */
export const verifyTrail = async (chain: Chain, tables: AuditTables): Promise<AuditVerdict> => {
  const checkpoints = await checkpointsOf(tables)
  const { records, head: headOf } = readTrail(tables)
  return verify(chain, {
    records,
    checkpoints,
    end: (last) => {
      const head = headOf()
      if (!head) return { missing: 'cut off: the head of the chain is gone' }
      if (head.sequence === 0 && checkpoints.size === 0)
        return { missing: last === 0 ? '' : 'cut off: the head of the chain was set back' }
      return chain.provesMark('head', head)
        ? { mark: head, missing: '' }
        : { missing: 'cut off: the head of the chain was not signed by this service' }
    },
  })
}

const markSchema = z.object({ sequence: z.int(), time: z.string(), hash: z.string(), mac: z.string() })
const textOrNull = z.string().nullable()
const recordSchema = z.object({
  sequence: z.int(),
  id: z.string(),
  time: z.string(),
  action: z.string(),
  outcome: z.string(),
  user_id: textOrNull,
  username: textOrNull,
  target: textOrNull,
  request_id: textOrNull,
  ip: textOrNull,
  details: z.unknown(),
  previous: z.string(),
  hash: z.string(),
})

/** A line of an export: what it is of, a record, or where the chain stood, signed. */
export const exportLine = z.union([
  z.object({ trail: z.object({ service: z.string() }) }),
  z.object({ record: recordSchema }),
  z.object({ checkpoint: markSchema }),
])

/** One line of an export. */
export type ExportLine = z.output<typeof exportLine>

const parseLine = (line: string): ExportLine | undefined => {
  try {
    return exportLine.safeParse(JSON.parse(line)).data
  } catch {
    return undefined
  }
}

/**
 * Checks an exported file (JSON Lines) without the database. `keyOf` gives the audit key of the service the file names.
 * The export ends with a checkpoint signed at its last record: without it the end is cut off.
 */
export const verifyExport = async (
  lines: AsyncIterable<string>,
  keyOf: (service: string) => Buffer,
): Promise<AuditVerdict> => {
  const iterator = lines[Symbol.asyncIterator]()
  const first = await iterator.next()
  const header = first.done ? undefined : parseLine(first.value)
  if (!header || !('trail' in header)) return broken(0, 1, 'cut off: the first line does not name the trail')
  const chain = createChain(header.trail.service, createSecretKey(keyOf(header.trail.service)))
  const checkpoints = new Map<number, Mark>()
  let unreadable = false
  const records = async function* (): AsyncGenerator<ChainedRecord> {
    for (let line = await iterator.next(); !line.done; line = await iterator.next()) {
      if (line.value.trim() === '') continue
      const read = parseLine(line.value)
      if (!read) {
        unreadable = true
        return
      }
      if ('checkpoint' in read) checkpoints.set(read.checkpoint.sequence, read.checkpoint)
      if ('record' in read) yield read.record
    }
  }
  // The file's checkpoints stand behind the records they sign, so they are judged at the end.
  const hashes = new Map<number, string>()
  const watched = async function* (): AsyncGenerator<ChainedRecord> {
    for await (const record of records()) {
      hashes.set(record.sequence, record.hash)
      yield record
    }
  }
  const verdict = await verify(chain, {
    records: watched(),
    checkpoints: new Map(),
    end: () => {
      const newest = [...checkpoints.values()].sort((a, b) => b.sequence - a.sequence)[0]
      if (unreadable) return { missing: 'edited: the next line cannot be read' }
      if (!newest) return { missing: hashes.size === 0 ? '' : 'cut off: no signed checkpoint ends it' }
      const proven = [...checkpoints.values()].every((mark) => chain.provesMark('checkpoint', mark))
      return proven ? { mark: newest, missing: '' } : { missing: 'edited: a checkpoint was not signed by this service' }
    },
  })
  if (!verdict.valid) return verdict
  const contradicted = [...checkpoints.values()].find((mark) => hashes.get(mark.sequence) !== mark.hash)
  if (!contradicted) return verdict
  return broken(contradicted.sequence - 1, contradicted.sequence, 'edited: its signed checkpoint says otherwise')
}
