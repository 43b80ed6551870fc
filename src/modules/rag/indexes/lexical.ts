import type { Candidate, LexicalStore, LexicalView, SearchScope } from '../stores/passage-store.ts'
import { lexicalQuery, type QueryTerm } from '../text/lexical-query.ts'
import { guess } from '../text/guess.ts'
import { inverseFrequency, lexicalScorer, type LexicalScore, type Reading } from '../text/lexical-score.ts'
import { noPostings, type Postings } from '../text/postings.ts'
import type { Signature } from '../text/signature.ts'
import { likeliest } from './candidates.ts'
import type { SearchIndex } from './search-index.ts'

/** So many are scored for each that is wanted, and at least so many; on four collections more changed nothing. */
const candidatesPerResult = 3
const fewestCandidates = 100
/** What stands beside it is looked at for so many of the best; on long documents more changed nothing. */
const withNeighbours = 30
/** So many words that no passage holds are guessed at, in a question of so many: a longer one is found by its other words. */
const mostGuessed = 4
const longestGuessed = 10

/** A passage with how well its words fit. */
export type LexicalHit = Candidate & LexicalScore

/** Terms for words that no passage holds, with the passages that hold them. */
const guesses = async (
  view: LexicalView,
  unknown: readonly QueryTerm[],
): Promise<{ term: QueryTerm; postings: Postings }[]> => {
  const guessed = unknown.slice(0, mostGuessed).flatMap((term) => guess(term, view.languages) ?? [])
  const terms = guessed.flatMap(({ parts, spelling }) => [...parts.flat(), ...(spelling ? [spelling] : [])])
  if (terms.length === 0) return []
  const found = await view.postings(terms)
  const postingsOf = new Map(terms.map((term, i) => [term, found[i]]))
  const held = (term: QueryTerm) => ({ term, postings: postingsOf.get(term) ?? noPostings })
  return guessed.flatMap(({ parts, spelling }) => {
    const commonness = ([head, tail]: [QueryTerm, QueryTerm]): number =>
      held(head).postings.keys.length * held(tail).postings.keys.length
    const [best] = parts.filter((pair) => commonness(pair) > 0).sort((a, b) => commonness(b) - commonness(a))
    return (best ?? (spelling ? [spelling] : [])).map(held).filter(({ postings }) => postings.keys.length > 0)
  })
}

const byScore = (a: LexicalHit, b: LexicalHit): number => b.score - a.score || a.key - b.key

/**
 * Ranks passages by the words of the question: the store says which passages hold each word, those that
 * hold most are scored by BM25 of our own, and the best of them once more together with what stands beside them.
 */
export const createLexicalIndex = (store: LexicalStore): SearchIndex<string, LexicalHit> => ({
  name: 'lexical',
  async search(question: string, scope: SearchScope, limit: number): Promise<LexicalHit[]> {
    const view = await store.view(scope)
    const said = lexicalQuery(question, view.languages)
    if (said.terms.length === 0) return []
    const found = await view.postings(said.terms)
    const unknown = said.terms.filter((_, i) => found[i]?.keys.length === 0)
    const guessed = said.terms.length > longestGuessed ? [] : await guesses(view, unknown)
    const query = { ...said, terms: [...said.terms, ...guessed.map(({ term }) => term)] }
    const postings = [...found, ...guessed.map((one) => one.postings)]
    const frequencies = postings.map(({ keys }) => keys.length)
    const lists = postings.map(({ keys, strengths }, i) => ({
      keys,
      strengths,
      weight: (query.terms[i]?.weight ?? 0) * inverseFrequency(view.statistics.passages, keys.length),
    }))
    const wanted = Math.max(fewestCandidates, limit * candidatesPerResult)
    // Read last: what was written while all else was read may be seen as well.
    const keys = likeliest(lists, wanted, await view.permitted())
    const { read, score } = lexicalScorer(query, frequencies, view.statistics)
    const readings = new Map<number, Reading>()
    const readAll = (signatures: ReadonlyMap<number, Signature>): void => {
      for (const [key, signature] of signatures) if (!readings.has(key)) readings.set(key, read(signature))
    }
    readAll(await view.signatures(keys))
    const alone = Array.from(readings, ([key, { own }]): LexicalHit => ({ key, ...own })).sort(byScore)

    const best = alone.slice(0, Math.max(withNeighbours, limit))
    const { neighbours, signatures } = await view.beside(best.map(({ key }) => key))
    readAll(signatures)
    return best
      .map((hit): LexicalHit => {
        const reading = readings.get(hit.key)
        const beside = (neighbours.get(hit.key) ?? []).flatMap((key) => readings.get(key) ?? [])
        return reading ? { key: hit.key, ...score(reading, beside) } : hit
      })
      .sort(byScore)
      .slice(0, limit)
  },
})
