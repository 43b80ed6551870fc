import type { Knex } from 'knex'
import type { CollectionStatistics } from '../text/lexical-score.ts'
import { readSignature } from '../text/signature-reader.ts'
import type { Signature } from '../text/signature.ts'
import type { LexicalStore } from './passage-store.ts'
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

/** Averages and letter sequences need no exact count: a thousand passages, evenly spread, tell enough. */
const takeSample = async (database: Knex, state: StateRow): Promise<Sample> => {
  const step = Math.max(1, state.next_key / sampleSize)
  const keys = new Set<number>()
  for (let key = 1; key < state.next_key; key += step) keys.add(Math.floor(key))
  let rows = await database<{ key: number; signature: Uint8Array }>('chunks')
    .select('signature')
    .whereIn('key', [...keys])
  if (rows.length < Math.min(state.chunks, sampleSize / 4))
    rows = await database<{ key: number; signature: Uint8Array }>('chunks')
      .select('signature')
      .orderBy('key')
      .limit(sampleSize)
  const shares = new Map<number, number>()
  let [words, letters] = [0, 0]
  for (const row of rows) {
    const signature = readSignature(row.signature)
    words += signature.words
    letters += signature.letters
    for (const grams of [signature.once, signature.often])
      for (const gram of grams) shares.set(gram, (shares.get(gram) ?? 0) + 1 / rows.length)
  }
  const size = Math.max(1, rows.length)
  return { takenAt: state.chunks, averageWords: words / size, averageLetters: letters / size, shares }
}

/** The sample holds until the collection has grown or shrunk by a fifth. */
const isStale = (sample: Sample, chunks: number): boolean => Math.abs(chunks - sample.takenAt) > sample.takenAt / 5

/** See LexicalStore. */
export const createLexicalStore = (database: Knex, text: TextEngine): LexicalStore => {
  let sample: Sample | undefined
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
    frequencies: (query) => text.frequencies(database, query),
    async candidates(query, terms, scope, limit) {
      return text.candidates(database, query, terms, await scopeSql(database, text.name, scope), limit)
    },
    async signatures(keys) {
      const rows = await database<{ key: number; signature: Signature }>('chunks')
        .select('key', 'signature')
        .whereIn('key', [...keys])
      return new Map(rows.map((row) => [row.key, row.signature]))
    },
  }
}
