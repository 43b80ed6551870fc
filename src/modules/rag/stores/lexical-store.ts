import type { Knex } from 'knex'
import { analyse } from '../text/analyse.ts'
import type { CollectionStatistics } from '../text/lexical-score.ts'
import { readSignature } from '../text/signature-reader.ts'
import type { Signature } from '../text/signature.ts'
import { searchableTexts } from './fill.ts'
import type { Candidate, LexicalStore } from './passage-store.ts'
import { pendingCandidates, pendingFrequencies } from './pending-search.ts'
import { createPendingReader } from './pending.ts'
import type { Fragment } from './rows.ts'
import { scopeSql } from './scope.ts'
import { readState, type StateRow } from './state.ts'
import type { TextEngine } from './text-engine.ts'

const sampleSize = 1_000
const mostLanguages = 4

interface Sample {
  /** How many passages the collection had when the sample was taken. */
  takenAt: number
  averageWords: number
  averageLetters: number
  shares: Map<number, number>
}

interface SignatureRow {
  key: number
  bytes: Signature
}

/** The signatures of passages; those that are only pending get theirs here and now. */
const signaturesOf = async (database: Knex, keys: readonly number[]): Promise<Map<number, Signature>> => {
  const rows = await database<SignatureRow>('chunk_signatures')
    .select('key', 'bytes')
    .whereIn('key', [...keys])
  const signatures = new Map(rows.map(({ key, bytes }) => [key, bytes]))
  if (signatures.size === keys.length) return signatures
  const missing = keys.filter((key) => !signatures.has(key))
  for (const { row, searchable } of await searchableTexts(database, missing))
    signatures.set(row.key, analyse(searchable.text, searchable.language).signature)
  return signatures
}

/** Of pending passages the best that are there still and within the scope, at most `limit`. */
const permitted = async (
  database: Knex,
  candidates: readonly Candidate[],
  scope: Fragment | undefined,
  limit: number,
): Promise<number[]> => {
  const keys: number[] = []
  for (let from = 0; from < candidates.length && keys.length < limit; from += limit) {
    const some = candidates.slice(from, from + limit).map(({ key }) => key)
    const query = database('chunks as c')
      .join('documents as d', 'd.key', 'c.document_key')
      .select('c.key as key', 'c.document_key as document_key', 'd.audience as audience')
      .whereIn('c.key', some)
      .as('s')
    const rows: { key: number }[] = await database
      .from(query)
      .select('s.key')
      .whereRaw(scope?.sql ?? '1 = 1', scope?.bindings ?? [])
    const there = new Set(rows.map(({ key }) => key))
    keys.push(...some.filter((key) => there.has(key)))
  }
  return keys.slice(0, limit)
}

/** Averages and letter sequences need no exact count: a thousand passages, evenly spread, tell enough. */
const takeSample = async (database: Knex, state: StateRow): Promise<Sample> => {
  const step = Math.max(1, state.next_key / sampleSize)
  const keys = new Set<number>()
  for (let key = 1; key < state.next_key; key += step) keys.add(Math.floor(key))
  let sample = await database<SignatureRow>('chunk_signatures')
    .select('key', 'bytes')
    .whereIn('key', [...keys])
  if (sample.length < Math.min(state.chunks, sampleSize / 4)) {
    const first: { key: number }[] = await database('chunks').select('key').orderBy('key').limit(sampleSize)
    const signatures = await signaturesOf(
      database,
      first.map(({ key }) => key),
    )
    sample = Array.from(signatures, ([key, bytes]) => ({ key, bytes }))
  }
  const shares = new Map<number, number>()
  let [words, letters] = [0, 0]
  for (const { bytes } of sample) {
    const signature = readSignature(bytes)
    words += signature.words
    letters += signature.letters
    for (const grams of [signature.once, signature.often])
      for (const gram of grams) shares.set(gram, (shares.get(gram) ?? 0) + 1 / sample.length)
  }
  const size = Math.max(1, sample.length)
  return { takenAt: state.chunks, averageWords: words / size, averageLetters: letters / size, shares }
}

/** The sample holds until the collection has grown or shrunk by a fifth. */
const isStale = (sample: Sample, chunks: number): boolean => Math.abs(chunks - sample.takenAt) > sample.takenAt / 5

/** See LexicalStore. */
export const createLexicalStore = (database: Knex, text: TextEngine): LexicalStore => {
  let sample: Sample | undefined
  const readPending = createPendingReader(database)
  return {
    async languages() {
      const rows = await database<{ language: string; documents: number }>('collection_languages')
        .select('language')
        .where('documents', '>', 0)
        .orderBy([{ column: 'documents', order: 'desc' }, 'language'])
        .limit(mostLanguages)
      return rows.map((row) => row.language)
    },
    async statistics(): Promise<CollectionStatistics> {
      const state = await readState(database)
      if (!sample || isStale(sample, state.chunks)) sample = await takeSample(database, state)
      const { averageWords, averageLetters, shares } = sample
      return { passages: state.chunks, averageWords, averageLetters, gramShare: (gram) => shares.get(gram) ?? 0 }
    },
    async frequencies(query) {
      // What is pending is read before the index: what moves from one to the other meanwhile is then in both, not in none.
      const pending = pendingFrequencies(await readPending(), query)
      const indexed = await text.frequencies(database, query)
      return indexed.map((count, i) => count + (pending[i] ?? 0))
    },
    async candidates(query, terms, scope, limit) {
      const condition = await scopeSql(database, text.name, scope)
      const pending = pendingCandidates(await readPending(), query, terms)
      const indexed = await text.candidates(database, query, terms, condition, limit)
      if (pending.length === 0) return indexed
      return [...new Set([...indexed, ...(await permitted(database, pending, condition, limit))])]
    },
    signatures: (keys) => signaturesOf(database, keys),
  }
}
