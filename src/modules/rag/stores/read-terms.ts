import type { Knex } from 'knex'
import { isSqlite } from './dialect.ts'
import { findInBlock } from '../text/blocks.ts'
import type { QueryTerm } from '../text/lexical-query.ts'
import { joinPostings, unitePostings, unpackPostings, type Postings } from '../text/postings.ts'
import { filterTest } from '../text/stem-filter.ts'
import { isAmongKeys } from './among.ts'
import type { Segment } from './segments.ts'
import { select } from './select.ts'

/** What a term is looked up by. */
export type SoughtTerm = Pick<QueryTerm, 'stems' | 'isPrefix'>

/** Reads for each term the passages that hold it, of all segments that go beyond `from`; there are some for all keys below `end`. */
export type TermReader = (terms: readonly SoughtTerm[], from: number, end: number) => Promise<Postings[]>

/** A stem that is looked for in a segment, by the segment's first key. */
interface Pair {
  number: number
  term: number
  stem: string
  isPrefix: boolean
  first: number
}

/** A block that the stem of a pair may stand in; null where there is none. */
interface Found {
  pair: number
  bytes: Buffer | null
}

type FilteredSegment = Segment & { filter: Buffer }

const given = {
  sqlite: `select json_extract(value, '$[0]') as pair, json_extract(value, '$[1]') as segment,
      json_extract(value, '$[2]') as stem from json_each(?)`,
  postgres: 'select pair, segment, stem from unnest(?::integer[], ?::integer[], ?::text[]) given(pair, segment, stem)',
}

/** The last block that begins at a stem or before: it holds the stem if any does. No row where the segment is no more. */
const blockSql = (engine: 'sqlite' | 'postgres'): string =>
  `select given.pair, (select blocks.bytes from posting_blocks blocks
     where blocks.segment = given.segment and blocks.stem <= given.stem order by blocks.stem desc limit 1) as bytes
   from (${given[engine]}) given join posting_segments segments on segments.first = given.segment`

/** Sorts after whatever a stem may go on with. */
const last = '\u{10ffff}'

/** The blocks after that of a beginning which may hold stems that begin so; read by the index, whatever PostgreSQL expects of them. */
const followingSql = {
  sqlite: `select given.pair, blocks.bytes from (${given.sqlite}) given cross join posting_blocks blocks
    where blocks.segment = given.segment and blocks.stem > given.stem and blocks.stem < given.stem || '${last}'`,
  postgres: `select given.pair, blocks.bytes from (${given.postgres}) given cross join lateral (
      select bytes from posting_blocks blocks where blocks.segment = given.segment
        and blocks.stem > given.stem and blocks.stem < given.stem || '${last}' order by blocks.stem limit 1000000) blocks`,
}

/** Reads terms in a database; which segments there are, and which stems each may hold, is kept in memory. */
export const createTermReader = (database: Knex): TermReader => {
  const engine = isSqlite(database) ? 'sqlite' : 'postgres'
  let segments: FilteredSegment[] = []
  const nameOf = ({ first, after, passages }: Segment): string => `${first} ${after} ${passages}`

  const readSegments = async (): Promise<void> => {
    const found: Segment[] = await database('posting_segments').select('first', 'after', 'passages').orderBy('first')
    const known = new Map(
      segments.flatMap((segment) => (segment.filter === anything ? [] : [[nameOf(segment), segment]])),
    )
    const unknown = found.flatMap((segment) => (known.has(nameOf(segment)) ? [] : segment.first))
    const [condition, keys] = isAmongKeys(database, 'first', unknown)
    const sql = `select first, after, passages, filter from posting_segments where ${condition}`
    for (const segment of unknown.length > 0 ? await select<FilteredSegment>(database, sql, keys) : [])
      known.set(nameOf(segment), segment)
    // One that was joined with others meanwhile may hold anything.
    segments = found.map((segment) => known.get(nameOf(segment)) ?? { ...segment, filter: anything })
  }

  const boundTo = (pairs: readonly Pair[]) =>
    engine === 'sqlite'
      ? [JSON.stringify(pairs.map(({ number, first, stem }) => [number, first, stem]))]
      : [pairs.map(({ number }) => number), pairs.map(({ first }) => first), pairs.map(({ stem }) => stem)]

  const readBlocks = async (pairs: readonly Pair[]): Promise<Found[]> => {
    if (pairs.length === 0) return []
    const beginnings = pairs.filter(({ isPrefix }) => isPrefix)
    if (beginnings.length === 0) return select(database, blockSql(engine), boundTo(pairs))
    const bindings = [...boundTo(pairs), ...boundTo(beginnings)]
    return select(database, `${blockSql(engine)} union all ${followingSql[engine]}`, bindings)
  }

  /** Undefined when a segment that matters was joined with others meanwhile. */
  const tryToRead = async (terms: readonly SoughtTerm[], from: number): Promise<Postings[] | undefined> => {
    const beyond = segments.filter(({ after }) => after > from)
    const pairs: Pair[] = []
    for (const [term, { stems, isPrefix }] of terms.entries())
      for (const stem of stems) {
        const mayHold = filterTest(stem)
        for (const { first, filter } of beyond)
          if (isPrefix || mayHold(filter)) pairs.push({ number: pairs.length, term, stem, isPrefix, first })
      }
    const found = terms.map(() => new Map<number, Postings[]>())
    const answered = new Set<number>()
    for (const { pair, bytes } of await readBlocks(pairs)) {
      answered.add(pair)
      const sought = pairs[pair]
      const parts = sought && found[sought.term]
      if (!bytes || !parts) continue
      const { first, stem, isPrefix } = sought
      for (const packed of findInBlock(bytes, Buffer.from(stem), isPrefix))
        parts.set(first, [...(parts.get(first) ?? []), unpackPostings(packed, first)])
    }
    if (answered.size < pairs.length) return undefined
    return found.map((parts) => joinPostings(beyond.map(({ first }) => unitePostings(parts.get(first) ?? []))))
  }

  return async (terms, from, end) => {
    if ((segments.at(-1)?.after ?? 0) < end) await readSegments()
    for (;;) {
      const found = await tryToRead(terms, from)
      if (found) return found
      await readSegments()
    }
  }
}

/** A filter that every stem passes. */
const anything = Buffer.from([255])
