import type { Knex } from 'knex'
import { setImmediate as turn } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { makeBlocks, readBlock, sortStems, type Block } from '../text/blocks.ts'
import { invert, type StemmedPassage } from '../text/invert.ts'
import { joinPostings, postingsWithout, unpackPostings, type Postings } from '../text/postings.ts'
import { makeStemFilter } from '../text/stem-filter.ts'
import { insertRows } from './insert.ts'
import { forgetRemoved, readRemoved } from './removed.ts'
import { select } from './select.ts'

/** A part of the full text search: passages of adjacent keys. Never changed, but replaced by one that holds the same. */
export interface Segment {
  first: number
  /** Its keys are lower. */
  after: number
  passages: number
}

/** Segments of a tier hold four times as many passages as those of the tier below; those of this one stay as they are. */
const highestTier = 7
const tierOf = (passages: number): number => Math.floor(Math.log2(passages) / 2)
/** A segment is written anew without the passages that were removed once they are one in so many. */
const removedShare = 8
/** So many blocks are read or made before others get their turn. */
const blocksATurn = 500

/** A segment to be written, with all that it holds. */
interface NewSegment extends Segment {
  filter: Uint8Array
  blocks: Block[]
}

/** Makes a segment of passages, whose keys ascend and are below `after`. */
export const makeSegment = async (passages: readonly StemmedPassage[], after: number): Promise<NewSegment> => {
  const first = passages[0]?.key ?? after
  const { stems, postingsOf } = await invert(passages)
  const blocks = [...makeBlocks(stems, postingsOf, first)]
  return { first, after, passages: passages.length, filter: makeStemFilter(stems), blocks }
}

/** Takes a segment into the full text search, in the transaction that moves `indexed_key` to its end. */
export const writeSegment = async (database: Knex, segment: NewSegment): Promise<void> => {
  const { first, after, passages, filter, blocks } = segment
  if (passages === 0) return
  await database('posting_segments').insert({ first, after, passages, filter: Buffer.from(filter) })
  await insertRows(
    database,
    'posting_blocks',
    { segment: 'integer', stem: 'text', bytes: 'bytea' },
    blocks.map(({ stem, bytes }) => [first, stem, Buffer.from(bytes.buffer, 0, bytes.length)]),
  )
}

const numbersOf = ({ first, after, passages }: Segment): number[] => [first, after, passages]

/**
 * The segments to be made one, in their order; undefined when all is well. One alone is to lose what was removed. Adjacent ones
 * are joined when the outcome is of a higher tier than each of them, so that a passage is written once a tier.
 */
export const segmentsToJoin = (
  segments: readonly (Segment & { removed: number })[],
): (Segment & { removed: number })[] | undefined => {
  const alone = segments.find(({ passages, removed }) => removed > 0 && removed * removedShare >= passages)
  if (alone) return [alone]
  for (let tier = 0; tier < highestTier; tier++) {
    let run: (Segment & { removed: number })[] = []
    let size = 0
    for (const segment of segments) {
      if (tierOf(segment.passages) > tier) {
        run = []
        size = 0
        continue
      }
      run.push(segment)
      size += segment.passages
      if (tierOf(size) > tier) return run
    }
  }
  return undefined
}

/** What several segments hold, stem by stem, in the order of the segments, without these keys. */
const readSegments = async (database: Knex, segments: readonly Segment[], removed: Uint32Array) => {
  const packedOf = new Map<string, { first: number; packed: Uint8Array }[]>()
  for (const { first } of segments) {
    const rows = await select<{ bytes: Buffer }>(database, 'select bytes from posting_blocks where segment = ?', [
      first,
    ])
    for (const [i, { bytes }] of rows.entries()) {
      if (i % blocksATurn === blocksATurn - 1) await turn()
      for (const { stem, packed } of readBlock(bytes)) {
        const known = packedOf.get(stem)
        if (known) known.push({ first, packed })
        else packedOf.set(stem, [{ first, packed }])
      }
    }
  }
  const postingsOf = (stem: string): Postings => {
    const parts = (packedOf.get(stem) ?? []).map(({ first, packed }) => unpackPostings(packed, first))
    return postingsWithout(joinPostings(parts), removed)
  }
  return { stems: sortStems([...packedOf.keys()]), postingsOf }
}

const readSizes = async (database: Knex): Promise<(Segment & { removed: number })[]> => {
  const rows: (Segment & { removed: number | string })[] = await database('posting_segments as segments')
    .select(
      'first',
      'after',
      'passages',
      database.raw(
        `(select count(*) from removed_passages where key >= segments.first and key < segments.after) as removed`,
      ),
    )
    .orderBy('first')
  return rows.map((row) => ({ ...row, removed: Number(row.removed) }))
}

/**
 * Joins some segments, or takes out of one what was removed, where it is time for it; says whether it was. Nothing else changes
 * for whoever searches, and whoever writes does not wait. What another replica does at the same time is left to it.
 */
export const tidySegments = async (knex: Knex): Promise<boolean> => {
  const group = segmentsToJoin(await readSizes(knex))
  const [head, tail] = [group?.[0], group?.at(-1)]
  if (!group || !head || !tail) return false
  // What is removed from here on is taken out another time.
  const removed = await readRemoved(knex, head.first, tail.after)
  const firsts = group.map(({ first }) => first)
  const passages = group.reduce((sum, segment) => sum + segment.passages, 0)
  const { stems, postingsOf } = await readSegments(knex, group, removed)
  const blocks: Block[] = []
  for (const block of makeBlocks(stems, postingsOf, head.first))
    if (blocks.push(block) % blocksATurn === 0) await turn()
  const filter = makeStemFilter(stems)
  await knex.transaction(async (database) => {
    const ours = () => database<Segment>('posting_segments').whereIn('first', firsts)
    // Locks them; whatever else was done to one of them meanwhile changed one of its numbers.
    await ours().update({ passages: database.raw('passages') })
    const found = await ours().select('first', 'after', 'passages').orderBy('first')
    if (!isDeepStrictEqual(found.map(numbersOf), group.map(numbersOf))) return
    await database('posting_blocks').whereIn('segment', firsts).delete()
    await ours().delete()
    const left = passages - removed.length
    await writeSegment(database, { first: head.first, after: tail.after, passages: left, filter, blocks })
    await forgetRemoved(database, removed)
  })
  return true
}
