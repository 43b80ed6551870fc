import type { Knex } from 'knex'
import { isAmongKeys } from './among.ts'
import { analyse } from '../text/analyse.ts'
import { parseKeys } from '../text/key-list.ts'
import { joinPostings, noPostings, postingsBetween } from '../text/postings.ts'
import { readSignature } from '../text/signature-reader.ts'
import type { Signature } from '../text/signature.ts'
import { createKeyLists } from './key-lists.ts'
import type { Beside, LexicalStore, LexicalView } from './passage-store.ts'
import { createPendingReader, readPassages } from './pending.ts'
import { createTermReader, type SoughtTerm } from './read-terms.ts'
import { createRemovedReader } from './removed.ts'
import type { Fragment } from './rows.ts'
import { scopeSql } from './scope.ts'
import { select } from './select.ts'
import { readState, type StateRow } from './state.ts'
import { createTermLists, type ReadTerms } from './term-lists.ts'

type Engine = 'sqlite' | 'postgres'

const sampleSize = 1_000
/** So many do until all is entered: it takes time to make their signatures. */
const smallSample = 250
const mostLanguages = 20

interface Sample {
  /** How many passages the collection had when the sample was taken. */
  takenAt: number
  /** It is of what was entered. */
  isWhole: boolean
  averageWords: number
  averageLetters: number
  shares: Map<number, number>
}

const readSignatures = async (database: Knex, keys: readonly number[]): Promise<Map<number, Signature>> => {
  const [condition, bindings] = isAmongKeys(database, 'key', keys)
  const sql = `select key, bytes from chunk_signatures where ${condition}`
  const rows = await select<{ key: number; bytes: Buffer }>(database, sql, bindings)
  return new Map(rows.map(({ key, bytes }) => [key, bytes]))
}

/** The signatures of passages; those that are only pending get theirs here and now, some of them where `enough` are. */
const signaturesOf = async (
  database: Knex,
  keys: readonly number[],
  enough = keys.length,
): Promise<Map<number, Signature>> => {
  const signatures = await readSignatures(database, keys)
  if (signatures.size >= enough) return signatures
  const missing = keys.filter((key) => !signatures.has(key))
  const pending = await readPassages(database, isAmongKeys(database, 'chunks.key', missing))
  const step = Math.max(1, pending.length / (enough - signatures.size))
  for (let at = 0; at < pending.length; at += step) {
    const passage = pending[Math.floor(at)]
    if (passage) signatures.set(passage.key, analyse(passage.text, passage.language).signature)
  }
  return signatures
}

/** Averages and letter sequences need no exact count: a thousand passages, evenly spread, tell enough. */
const takeSample = async (database: Knex, state: StateRow): Promise<Sample> => {
  const step = Math.max(1, state.next_key / sampleSize)
  const keys = new Set<number>()
  for (let key = 1; key < state.next_key; key += step) keys.add(Math.floor(key))
  let sample = await readSignatures(database, [...keys])
  if (sample.size < Math.min(state.chunks, smallSample)) {
    const first: { key: number }[] = await database('chunks').select('key').orderBy('key').limit(sampleSize)
    sample = await signaturesOf(
      database,
      first.map(({ key }) => key),
      smallSample,
    )
  }
  const shares = new Map<number, number>()
  let [words, letters] = [0, 0]
  for (const bytes of sample.values()) {
    const signature = readSignature(bytes)
    words += signature.words
    letters += signature.letters
    for (const grams of [signature.once, signature.often])
      for (const gram of grams) shares.set(gram, (shares.get(gram) ?? 0) + 1 / sample.size)
  }
  const size = Math.max(1, sample.size)
  return {
    takenAt: state.chunks,
    isWhole: state.indexed_key >= state.next_key,
    averageWords: words / size,
    averageLetters: letters / size,
    shares,
  }
}

/** The sample holds until the collection has grown or shrunk by a fifth, or all of it is entered. */
const isStale = ({ takenAt, isWhole }: Sample, { chunks, indexed_key, next_key }: StateRow): boolean =>
  Math.abs(chunks - takenAt) > takenAt / 5 || (!isWhole && indexed_key >= next_key)

const readLanguages = async (database: Knex): Promise<string[]> => {
  const rows = await database<{ language: string; documents: number }>('collection_languages')
    .select('language')
    .where('documents', '>', 0)
    .orderBy([{ column: 'documents', order: 'desc' }, 'language'])
    .limit(mostLanguages)
  return rows.map((row) => row.language)
}

const nameOf = ({ stems, isPrefix }: SoughtTerm): string => `${isPrefix ? 'prefix' : 'term'} ${stems.join(' ')}`

/** The keys of what a scope allows; a passage belongs to its document's audience. */
const readPermitted = async (database: Knex, engine: Engine, scope: Fragment): Promise<Uint32Array> => {
  const joined = engine === 'sqlite' ? 'group_concat(s.key)' : `string_agg(s.key::text, ',')`
  const [row]: { keys: string | null }[] = await database
    .from(
      database('documents as d')
        .join('chunks as c', 'c.document_key', 'd.key')
        .select('c.key as key', 'd.key as document_key', 'd.audience as audience')
        .as('s'),
    )
    .select(database.raw(`${joined} as keys`))
    .whereRaw(scope.sql, scope.bindings)
  return parseKeys(row?.keys ?? null)
}

/** See LexicalView.beside. In one query, as each is a way to the server and back. */
const readBeside = async (database: Knex, keys: readonly number[]): Promise<Beside> => {
  const [condition, bindings] = isAmongKeys(database, 'a.key', keys)
  // A range, for documents of very many passages: of a list of two PostgreSQL would look at all.
  const sql = `select a.key as key, b.key as beside, signatures.bytes as bytes from chunks a
    join chunks b on b.document_key = a.document_key and b.ordinal between a.ordinal - 1 and a.ordinal + 1 and b.key <> a.key
    left join chunk_signatures signatures on signatures.key = b.key where ${condition}`
  const rows = await select<{ key: number; beside: number; bytes: Buffer | null }>(database, sql, bindings)
  const neighbours = new Map<number, number[]>()
  for (const { key, beside } of rows) neighbours.set(key, [...(neighbours.get(key) ?? []), beside])
  const signatures = new Map<number, Signature>(rows.flatMap(({ beside, bytes }) => (bytes ? [[beside, bytes]] : [])))
  const pending = rows.flatMap(({ beside, bytes }) => (bytes ? [] : beside))
  if (pending.length > 0)
    for (const [key, signature] of await signaturesOf(database, pending)) signatures.set(key, signature)
  return { neighbours, signatures }
}

/** See LexicalStore. */
export const createLexicalStore = (database: Knex, engine: Engine): LexicalStore => {
  const lists = createKeyLists()
  const termLists = createTermLists()
  const readPending = createPendingReader(database)
  const readRemoved = createRemovedReader(database)
  const readTerms = createTermReader(database)
  let sample: Sample | undefined
  let sampling: Promise<Sample> | undefined
  let languages: { revision: number; found: string[] } | undefined

  const sampleOf = async (state: StateRow): Promise<Sample> => {
    if (sample && !isStale(sample, state)) return sample
    sampling ??= takeSample(database, state).finally(() => (sampling = undefined))
    return (sample = await sampling)
  }

  return {
    async view(scope): Promise<LexicalView> {
      const [condition, before] = await Promise.all([scope && scopeSql(database, engine, scope), readState(database)])
      let state = before
      const { revision, chunks } = state
      const { averageWords, averageLetters, shares } = await sampleOf(state)
      if (languages?.revision !== revision) languages = { revision, found: await readLanguages(database) }

      return {
        languages: languages.found,
        statistics: {
          passages: chunks,
          averageWords,
          averageLetters,
          gramShare: (gram) => shares.get(gram) ?? 0,
        },
        async postings(terms) {
          const byName = new Map(terms.map((term) => [nameOf(term), term]))
          const names = terms.map(nameOf)
          const read: ReadTerms = async (missing, from) => {
            const { indexed_key } = state
            const sought = missing.flatMap((name) => byName.get(name) ?? [])
            const [entered, pending] = await Promise.all([
              from < indexed_key ? readTerms(sought, from, indexed_key) : sought.map(() => noPostings),
              readPending(sought, from, state),
            ])
            // What was entered meanwhile is in both.
            return entered.map((postings, i) =>
              joinPostings([postingsBetween(postings, from, indexed_key), pending[i] ?? noPostings]),
            )
          }
          const readAll = async () =>
            termLists.get({ removed: await readRemoved(state), end: state.next_key }, names, read)
          const found = await readAll()
          if (state.indexed_key >= state.next_key) return found
          // That may have taken long: what was replaced meanwhile is not found any more, what replaced it not yet.
          state = await readState(database)
          return readAll()
        },
        async permitted() {
          if (!condition) return undefined
          const name = `scope ${JSON.stringify([condition.sql, condition.bindings])}`
          const [keys] = await lists.get(state.revision, [name], async () => [
            await readPermitted(database, engine, condition),
          ])
          return keys
        },
        signatures: (keys) => signaturesOf(database, keys),
        beside: (keys) => readBeside(database, keys),
      }
    },
  }
}
