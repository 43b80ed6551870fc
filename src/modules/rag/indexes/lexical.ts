import type { Candidate, LexicalStore, SearchScope } from '../stores/passage-store.ts'
import { lexicalQuery } from '../text/lexical-query.ts'
import { inverseFrequency, lexicalScorer, type LexicalScore } from '../text/lexical-score.ts'
import type { SearchIndex } from './search-index.ts'

/** So many are scored for each that is wanted, within these bounds; on four collections more changed nothing. */
const candidatesPerResult = 3
const fewestCandidates = 150
/**
 * The engine ranks the passages of the rarest terms, as many terms as bring this many passages; the others are common words,
 * which move passages up or down but bring none that is better.
 */
const mostPostings = 8_000

/** A passage with how well its words fit. */
export type LexicalHit = Candidate & LexicalScore

/** Ranks passages by the words of the question: the engine's full text search finds candidates, BM25 of our own orders them. */
export const createLexicalIndex = (store: LexicalStore): SearchIndex<string, LexicalHit> => ({
  name: 'lexical',
  async search(question: string, scope: SearchScope, limit: number): Promise<LexicalHit[]> {
    const query = lexicalQuery(question, await store.languages())
    if (query.terms.length === 0) return []
    const frequencies = await store.frequencies(query)
    const statistics = await store.statistics()
    const weighed = query.terms
      .map((term, i) => ({
        term: i,
        frequency: frequencies[i] ?? 0,
        weight: term.weight * inverseFrequency(statistics.passages, frequencies[i] ?? 0),
      }))
      .filter(({ frequency }) => frequency > 0)
      .sort((a, b) => a.frequency - b.frequency)
    const wanted = Math.max(fewestCandidates, limit * candidatesPerResult)
    let keys: number[] = []
    for (let share = mostPostings; ; share *= 8) {
      const chosen = rarest(weighed, share)
      keys = await store.candidates(query, chosen, scope, wanted)
      if (keys.length >= wanted || chosen.length === weighed.length) break
    }
    const signatures = await store.signatures(keys)
    const score = lexicalScorer(query, frequencies, statistics)
    const scored: LexicalHit[] = []
    for (const [key, signature] of signatures) scored.push({ key, ...score(signature) })
    return scored.sort((a, b) => b.score - a.score || a.key - b.key).slice(0, limit)
  },
})

/** The rarest terms, at least one, that together bring at most `most` passages. */
const rarest = <T extends { frequency: number }>(terms: readonly T[], most: number): T[] => {
  const chosen: T[] = []
  let sum = 0
  for (const term of terms) {
    if (chosen.length > 0 && sum + term.frequency > most) break
    sum += term.frequency
    chosen.push(term)
  }
  return chosen
}
