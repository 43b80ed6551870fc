import type { Judgements } from './collection.ts'

/** The measures of a ranking, each the mean over queries, as trec_eval computes them. */
export interface Measures {
  ndcg_at_10: number
  map: number
  recall_at_10: number
  recall_at_100: number
  mrr_at_10: number
}

const discount = (rank: number): number => 1 / Math.log2(rank + 2)

/** Rates rankings (document ids, best first) against what is relevant; queries without judgements do not count. */
export const rate = (rankings: ReadonlyMap<string, readonly string[]>, judgements: Judgements): Measures => {
  const sums: Measures = { ndcg_at_10: 0, map: 0, recall_at_10: 0, recall_at_100: 0, mrr_at_10: 0 }
  for (const [query, relevant] of judgements) {
    const ranking = rankings.get(query) ?? []
    const ideal = [...relevant.values()].sort((a, b) => b - a).slice(0, 10)
    const best = ideal.reduce((sum, grade, rank) => sum + grade * discount(rank), 0)
    let [gain, found, precision] = [0, 0, 0]
    ranking.forEach((document, rank) => {
      const grade = relevant.get(document) ?? 0
      if (grade === 0) return
      found++
      precision += found / (rank + 1)
      if (rank < 10) {
        gain += grade * discount(rank)
        if (found === 1) sums.mrr_at_10 += 1 / (rank + 1)
        sums.recall_at_10 += 1 / relevant.size
      }
      if (rank < 100) sums.recall_at_100 += 1 / relevant.size
    })
    sums.ndcg_at_10 += gain / best
    sums.map += precision / relevant.size
  }
  const queries = Math.max(1, judgements.size)
  return {
    ndcg_at_10: sums.ndcg_at_10 / queries,
    map: sums.map / queries,
    recall_at_10: sums.recall_at_10 / queries,
    recall_at_100: sums.recall_at_100 / queries,
    mrr_at_10: sums.mrr_at_10 / queries,
  }
}
