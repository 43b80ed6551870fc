import type { LexicalQuery } from './lexical-query.ts'
import { createSignatureSearch, readSignature } from './signature-reader.ts'
import type { Signature } from './signature.ts'

/** BM25's own two numbers, as most systems set them (Robertson & Zaragoza 2009). */
const saturation = 1.2
const lengthWeight = 0.75
/** What letter sequences and neighbouring words count against whole words; measured on four collections. */
const gramWeight = 0.3
const pairWeight = 0.3
/**
 * A word that stands in the passage before or after counts for this share of what it counts there: what a passage speaks of is
 * often named beside it. Measured on long documents with marked answers by bench/chunking.ts, for many sizes of passages.
 */
const neighbourShare = 0.8

/** What is known of the collection as a whole, to weigh a question's words by. */
export interface CollectionStatistics {
  /** How many passages there are. */
  passages: number
  averageWords: number
  averageLetters: number
  /** The share of passages that hold a letter sequence. */
  gramShare(gram: number): number
}

/** How well a passage fits a question. */
export interface LexicalScore {
  score: number
  /** Its own score as a share of what a passage of average length would get that holds everything once; may pass 1. */
  fit: number
  /** How much of the question's words it holds, by their weight: 0 to 1. */
  coverage: number
  /** It holds every code that the question names, and there is one. */
  hasCodes: boolean
}

/** The weight of what `holding` of `total` passages hold. */
export const inverseFrequency = (total: number, holding: number): number =>
  Math.log(1 + (total - Math.min(holding, total) + 0.5) / (holding + 0.5))

const bm25 = (frequency: number, length: number, average: number): number =>
  (frequency * (saturation + 1)) /
  (frequency + saturation * (1 - lengthWeight + (lengthWeight * length) / Math.max(average, 1)))

/** What a passage holds of a question. */
export interface Reading {
  /** What each term adds to the score. */
  terms: Float64Array
  /** The passage's own score, as it stands alone. */
  own: LexicalScore
}

/** Scores passages against one question. */
export interface LexicalScorer {
  read: (signature: Signature) => Reading
  /** A passage's score with what stands beside it in its document. */
  score: (reading: Reading, beside: readonly Reading[]) => LexicalScore
}

/**
 * Scores by BM25 over stems, and beside it over letter sequences and over pairs of neighbouring words. The same numbers come out
 * whatever store the passages lie in. `frequencies` says for each term how many passages hold it.
 */
export const lexicalScorer = (
  query: LexicalQuery,
  frequencies: readonly number[],
  statistics: CollectionStatistics,
): LexicalScorer => {
  const { passages, averageWords, averageLetters } = statistics
  const stemHashes = [...new Set(query.terms.flatMap((term) => term.hashes))]
  const pairHashes = [...new Set(query.pairs.flatMap((pair) => pair.hashes))]
  const gramHashes = [...new Set([...query.grams, ...query.terms.flatMap((term) => term.grams)])]
  const look = createSignatureSearch({ stems: stemHashes, grams: gramHashes, pairs: pairHashes })
  const placesIn = (list: readonly number[], hashes: readonly number[]): number[] =>
    hashes.map((hash) => list.indexOf(hash))

  const terms = query.terms.map((term, i) => ({
    places: placesIn(stemHashes, term.hashes),
    gramPlaces: term.isPrefix ? placesIn(gramHashes, term.grams) : [],
    isCode: term.isCode,
    isGuess: term.isGuess === true,
    weight: term.weight * inverseFrequency(passages, frequencies[i] ?? 0),
  }))
  const said = terms.filter((term) => !term.isGuess)
  const totalWeight = said.reduce((sum, term) => sum + term.weight, 0)
  const codes = terms.filter((term) => term.isCode).length
  const grams = query.grams.map((gram) => ({
    place: gramHashes.indexOf(gram),
    weight: gramWeight * inverseFrequency(passages, statistics.gramShare(gram) * passages),
  }))
  const weightOf = (term: number): number => terms[term]?.weight ?? 0
  const pairs = query.pairs.map((pair) => ({
    places: placesIn(pairHashes, pair.hashes),
    weight: (pairWeight * (weightOf(pair.terms[0]) + weightOf(pair.terms[1]))) / 2,
  }))

  const sum = (parts: readonly { weight: number }[]): number => parts.reduce((total, { weight }) => total + weight, 0)
  const whole = sum(said) + sum(grams) + sum(pairs)

  const read = (signature: Signature): Reading => {
    const passage = readSignature(signature)
    const found = look(passage)
    const added = new Float64Array(terms.length)
    let [score, covered, codesFound] = [0, 0, 0]
    for (const [i, { places, gramPlaces, weight, isCode, isGuess }] of terms.entries()) {
      let count = 0
      for (const place of places) count += found.stems[place] ?? 0
      if (count === 0 && gramPlaces.length > 0) count = Math.min(...gramPlaces.map((place) => found.grams[place] ?? 0))
      if (count === 0) continue
      const gained = weight * bm25(count, passage.words, averageWords)
      added[i] = gained
      score += gained
      if (!isGuess) covered += weight
      if (isCode) codesFound++
    }
    for (const { place, weight } of grams) {
      const count = found.grams[place] ?? 0
      if (count > 0) score += weight * bm25(count, passage.letters, averageLetters)
    }
    for (const { places, weight } of pairs)
      if (places.some((place) => found.pairs[place] === 1)) score += weight * bm25(1, passage.words, averageWords)
    return {
      terms: added,
      own: {
        score,
        fit: whole > 0 ? score / whole : 0,
        coverage: totalWeight > 0 ? covered / totalWeight : 0,
        hasCodes: codes > 0 && codesFound === codes,
      },
    }
  }

  return {
    read,
    score({ terms: own, own: alone }, beside) {
      let { score } = alone
      own.forEach((gained, i) => {
        const near = beside.reduce((most, reading) => Math.max(most, reading.terms[i] ?? 0), 0)
        score += Math.max(0, neighbourShare * near - gained)
      })
      return { ...alone, score }
    },
  }
}
