import { inverseFrequency, lexicalQuery, type LexicalQuery } from '../indexes/index.ts'
import type { PassageStore } from '../stores/passage-store.ts'
import { gramsOf } from '../text/grams.ts'
import { hash32, short } from '../text/hash.ts'
import { stemmerOf } from '../text/stem.ts'
import { wordsOf } from '../text/words.ts'
import type { FoundPassage, Search, SearchRequest } from './search.ts'
import { sentencesOf } from './sentences.ts'
import { withoutForeignLinks } from './spans.ts'

/** Where a statement comes from: `quote` is the document's text from `start` to `end`, to the letter. */
export interface Citation {
  marker: string
  documentId: string
  chunkId: string
  title: string
  source: string
  page?: number
  quote: string
  start: number
  end: number
}

/** An answer with its evidence. */
export interface Answer {
  response: string
  /** The documents speak of what was asked. */
  grounded: boolean
  /** 0 to 1. */
  confidence: number
  citations: Citation[]
  passages: FoundPassage[]
  warnings: string[]
}

/** A question's words with what each weighs in this collection. */
export interface WeighedQuestion {
  query: LexicalQuery
  weights: number[]
}

const mostSentences = 3
/** A further sentence is added only if it fits nearly as well as the best. */
const nearlyAsGood = 0.6
/** A word that matches by most of its letters, such as another form of it, counts so much of one that matches. */
const partial = 0.5
const mostLetters = 0.6

/**
 * Below this the documents are said not to hold the answer. It keeps nine in ten questions that have one, in English, Arabic
 * and Chinese, and refuses nine in ten about other articles of the same kind; bench/grounding.ts measures it.
 */
export const groundingThreshold = 0.4

/** What was not found is said in these words. */
export const notInDocuments = 'The documents do not answer this question.'

/** Weighs a question's words by how rare they are in the collection; words it has never seen weigh most. */
export const weighQuestion = async (store: PassageStore, question: string): Promise<WeighedQuestion> => {
  const query = lexicalQuery(question, await store.lexical.languages())
  const { passages } = await store.lexical.statistics()
  const frequencies = query.terms.length > 0 ? await store.lexical.frequencies(query) : []
  return {
    query,
    weights: query.terms.map((term, i) => term.weight * inverseFrequency(passages, frequencies[i] ?? 0)),
  }
}

/** How much of a question a text holds, by the weight of its words: 0 to 1. */
export const coverageOf = ({ query, weights }: WeighedQuestion, text: string, language: string): number => {
  const stem = stemmerOf(language)
  const words = wordsOf(text, language)
  const stems = new Set(words.map(stem))
  const grams = new Set(words.flatMap((word) => gramsOf(word).map((gram) => short(hash32(gram)))))
  let [covered, total] = [0, 0]
  query.terms.forEach((term, i) => {
    const weight = weights[i] ?? 0
    total += weight
    if (stems.has(stem(term.word)) || term.stems.some((each) => stems.has(each))) covered += weight
    else if (!term.isCode && term.grams.filter((gram) => grams.has(gram)).length >= mostLetters * term.grams.length)
      covered += weight * partial
  })
  return total > 0 ? covered / total : 0
}

interface Sentence {
  passage: FoundPassage
  start: number
  end: number
  quote: string
  score: number
}

/**
 * The sentences of the passages, best first: how much of the question each holds together with the headings it stands under,
 * and with the sentence before, which "they" may mean.
 */
const rankSentences = (question: WeighedQuestion, passages: readonly FoundPassage[]): Sentence[] => {
  const best = passages[0]?.score ?? 1
  return passages
    .flatMap((passage) => {
      const { chunk, document } = passage
      const around = [document.title, ...chunk.headingPath].join('\n')
      const fitOf = (text: string): number => coverageOf(question, `${around}\n${text}`, document.language)
      let before = ''
      return sentencesOf(chunk.content).map(({ start, end }): Sentence => {
        const quote = chunk.content.slice(start, end)
        const fit = 0.8 * fitOf(quote) + 0.2 * fitOf(`${before}\n${quote}`)
        before = quote
        const brevity = 1 / (1 + Math.max(0, quote.length - 200) / 1_000)
        const score = (0.7 * fit + 0.3 * Math.max(0, passage.score / best)) * brevity
        return { passage, start: chunk.start + start, end: chunk.start + end, quote, score }
      })
    })
    .sort((a, b) => b.score - a.score)
}

const distinct = (sentences: readonly Sentence[]): Sentence[] => {
  const seen = new Set<string>()
  return sentences.filter(({ quote }) => {
    const key = wordsOf(quote).join(' ')
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/**
 * How sure we may be that the passages speak of what was asked: how well the best of them fits. On four collections questions
 * without an answer fit worse than nearly all others; a code that was asked for and is not there settles it.
 */
export const confidenceOf = (question: WeighedQuestion, passages: readonly FoundPassage[]): number => {
  const best = Math.min(1, Math.max(0, ...passages.map((passage) => passage.fit)))
  const first = passages.slice(0, 5)
  const missesCode = question.query.terms.some(
    (term) => term.isCode && !first.some(({ chunk }) => wordsOf(chunk.content).includes(term.word)),
  )
  return missesCode ? Math.min(best, groundingThreshold / 2) : best
}

/** A citation of a span of a passage's document. */
export const citationOf = (
  passage: FoundPassage,
  marker: string,
  span: { start: number; end: number; quote: string },
): Citation => ({
  marker,
  documentId: passage.document.id,
  chunkId: passage.chunk.chunkId,
  title: passage.document.title,
  source: passage.document.source,
  ...(passage.chunk.page === null ? {} : { page: passage.chunk.page }),
  ...span,
})

/** What is asked of the documents, with what was found. */
export interface Evidence {
  passages: FoundPassage[]
  question: WeighedQuestion
  confidence: number
  warnings: string[]
}

/** Finds what an answer can be made from, and how sure we may be that it holds one. */
export const gatherEvidence = async (
  { store, search }: { store: PassageStore; search: Search },
  request: SearchRequest,
): Promise<Evidence> => {
  const { passages, warnings } = await search({ ...request, neighbours: 0 })
  const question = await weighQuestion(store, request.query)
  return { passages, question, confidence: confidenceOf(question, passages), warnings }
}

/** Answers without a model: the sentences that fit best, quoted, or an honest "not in the documents". */
export const answerBySentences = ({ passages, question, confidence, warnings }: Evidence): Answer => {
  const grounded = passages.length > 0 && confidence >= groundingThreshold
  if (!grounded) return { response: notInDocuments, grounded, confidence, citations: [], passages, warnings }
  const ranked = distinct(rankSentences(question, passages))
  const least = (ranked[0]?.score ?? 0) * nearlyAsGood
  const chosen = ranked.filter((sentence) => sentence.score >= least).slice(0, mostSentences)
  const citations = chosen.map(({ passage, start, end, quote }, i) =>
    citationOf(passage, `[${i + 1}]`, { start, end, quote }),
  )
  const sources = new Set(passages.map(({ document }) => document.source))
  const response = citations
    .map(({ quote, marker }) => `${withoutForeignLinks(quote, sources).replaceAll(/\s+/g, ' ')} ${marker}`)
    .join('\n')
  return { response, grounded, confidence, citations, passages, warnings }
}

/** Searches and answers by sentences. */
export const createExtractiveAnswerer =
  (parts: { store: PassageStore; search: Search }) =>
  async (request: SearchRequest): Promise<Answer> =>
    answerBySentences(await gatherEvidence(parts, request))
