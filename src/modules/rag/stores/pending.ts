import type { Knex } from 'knex'
import { setImmediate as turn } from 'node:timers/promises'
import { joinPostings, noPostings, postingsBetween, type Postings } from '../text/postings.ts'
import { searchableText } from '../text/prepare.ts'
import { createSeeker, type SoughtStems } from '../text/seek.ts'
import type { Value } from './rows.ts'
import { select } from './select.ts'
import type { StateRow } from './state.ts'
import { parsePath } from './tables.ts'

/** A passage with the text that it is found by. */
export interface PassageText {
  key: number
  text: string
  language: string
}

interface Row {
  key: number
  title: string
  language: string
  heading_path: string
  context: string | null
  content: string
}

/** So many keys of passages, and of their documents, are read at a time. */
const keysAPiece = 1_024
/** So many characters of passages that are pending are kept from one search to the next. */
const mostHeld = 32_000_000
/** After so many milliseconds others get their turn. */
const turnTime = 8

const toPassage = ({ key, title, language, heading_path, context, content }: Row): PassageText => ({
  key,
  language,
  text: searchableText(title, {
    text: content,
    headingPath: parsePath(heading_path),
    ...(context === null ? {} : { context }),
  }),
})

/** Passages with the texts that they are found by, ascending; the condition says which. */
export const readPassages = async (
  database: Knex,
  [condition, bindings]: readonly [condition: string, bindings: readonly Value[]],
  limit = Number.MAX_SAFE_INTEGER,
): Promise<PassageText[]> => {
  const sql = `select chunks.key as key, title, language, heading_path, context, content
    from chunks join documents on documents.key = chunks.document_key where ${condition} order by chunks.key limit ?`
  return (await select<Row>(database, sql, [...bindings, limit])).map(toPassage)
}

/** How many passages the full text search does not hold yet. */
export const countPending = async (database: Knex): Promise<number> => {
  const entered = `select coalesce(sum(passages), 0) from posting_segments`
  const removed = `select count(*) from removed_passages where key < indexed_key`
  const sql = `select chunks - (${entered}) + (${removed}) as pending from collection_state`
  const [row] = await select<{ pending: number | string }>(database, sql, [])
  return Number(row?.pending ?? 0)
}

/** How far the full text search is, and all that was written. */
type Extent = Pick<StateRow, 'indexed_key' | 'next_key'>

/** Reads passages by keys, a few at a time. Some of those that are pending are kept: what a key stands for never changes. */
const createPieces = (database: Knex) => {
  const held = new Map<number, PassageText[]>()
  let size = 0
  const lengthOf = (passages: readonly PassageText[]): number =>
    passages.reduce((sum, { text }) => sum + text.length, 0)
  return {
    /** The passages of piece n, some of which may have been removed. All with keys below `end` have been written. */
    async read(piece: number, end: number): Promise<PassageText[]> {
      const known = held.get(piece)
      if (known) return known
      const from = piece * keysAPiece
      const after = Math.min(from + keysAPiece, end)
      const passages = await readPassages(database, ['chunks.key >= ? and chunks.key < ?', [from, after]])
      const length = lengthOf(passages)
      if (after === end || size + length > mostHeld || held.has(piece)) return passages
      held.set(piece, passages)
      size += length
      return passages
    },
    /** Those of lower keys are not pending any more. */
    forget(before: number): void {
      for (const [piece, passages] of held) {
        if ((piece + 1) * keysAPiece > before) continue
        held.delete(piece)
        size -= lengthOf(passages)
      }
    },
  }
}

/** The passages from one key up to but not another that hold each of some terms. */
interface Wanted {
  terms: readonly SoughtStems[]
  from: number
  end: number
}

/** Looks passages through, each once for all that is wanted. */
const lookThrough = async (
  pieces: ReturnType<typeof createPieces>,
  all: readonly Wanted[],
): Promise<Map<Wanted, Postings[]>> => {
  const terms = all.flatMap((wanted) => wanted.terms)
  const seek = createSeeker(terms)
  const found = terms.map((): Postings[] => [])
  const from = Math.min(...all.map((wanted) => wanted.from))
  const end = Math.max(...all.map((wanted) => wanted.end))
  let turned = performance.now()
  for (let piece = Math.floor(from / keysAPiece); piece * keysAPiece < end; piece++) {
    const holding = terms.map((): { keys: number[]; strengths: number[] } => ({ keys: [], strengths: [] }))
    for (const { key, text, language } of await pieces.read(piece, end)) {
      if (performance.now() - turned > turnTime) {
        await turn()
        turned = performance.now()
      }
      for (const { place, strength } of seek(text, language)) {
        holding[place]?.keys.push(key)
        holding[place]?.strengths.push(strength)
      }
    }
    for (const [place, { keys, strengths }] of holding.entries())
      if (keys.length > 0) found[place]?.push({ keys: Uint32Array.from(keys), strengths: Uint8Array.from(strengths) })
  }
  const lists = found.map(joinPostings).values()
  const within = ({ terms: sought, from: first, end: after }: Wanted): Postings[] =>
    sought.map(() => postingsBetween(lists.next().value ?? noPostings, first, after))
  return new Map(all.map((wanted) => [wanted, within(wanted)]))
}

/** Says which passages from a key on, of those that are pending, hold each of some terms; removed ones may be among them. */
export type PendingReader = (terms: readonly SoughtStems[], from: number, extent: Extent) => Promise<Postings[]>

/**
 * Looks through the texts of passages that are pending, however many. Whoever asks while that is done waits, and then they are
 * looked through once for all who do: many searches take hardly longer than two.
 */
export const createPendingReader = (database: Knex): PendingReader => {
  const pieces = createPieces(database)
  let last: Promise<unknown> = Promise.resolve()
  let next: { all: Wanted[]; found: Promise<Map<Wanted, Postings[]>> } | undefined

  const begin = () => {
    const all: Wanted[] = []
    const found = last.then(() => {
      next = undefined
      return lookThrough(pieces, all)
    })
    last = found.catch(() => undefined)
    return { all, found }
  }
  return async (terms, from, { indexed_key, next_key }) => {
    pieces.forget(indexed_key)
    const wanted: Wanted = { terms, from: Math.max(from, indexed_key), end: next_key }
    if (wanted.from >= wanted.end) return terms.map(() => noPostings)
    // Few are looked through sooner than one's turn comes.
    if (wanted.end - wanted.from <= keysAPiece) return (await lookThrough(pieces, [wanted])).get(wanted) ?? []
    next ??= begin()
    next.all.push(wanted)
    return (await next.found).get(wanted) ?? []
  }
}
