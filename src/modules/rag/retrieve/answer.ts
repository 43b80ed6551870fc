import type { PassageStore } from '../stores/passage-store.ts'
import { choose, rank, type RankedCandidate } from './answer/choose.ts'
import { citationOf, type Citation } from './answer/citation.ts'
import { confidenceOf, groundingThreshold } from './answer/confidence.ts'
import { candidatesOf } from './answer/features.ts'
import { weighQuestion, type WeighedQuestion } from './answer/question.ts'
import type { FoundPassage, Search, SearchRequest } from './search.ts'
import { withoutForeignLinks } from './foreign-links.ts'

export { citationOf, type Citation } from './answer/citation.ts'
export { groundingThreshold } from './answer/confidence.ts'

/** An answer with its evidence. */
export interface Answer {
  response: string
  /** The documents speak of what was asked. */
  grounded: boolean
  /** How likely it is that the response holds the answer, 0 to 1. */
  confidence: number
  citations: Citation[]
  passages: FoundPassage[]
  warnings: string[]
}

/** What was not found is said in these words. */
export const notInDocuments = 'The documents do not answer this question.'

/** What is asked of the documents, with what was found. */
export interface Evidence {
  passages: FoundPassage[]
  question: WeighedQuestion
  /** What the passages say, piece by piece, best first. */
  ranked: RankedCandidate[]
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
  const ranked = rank(candidatesOf(question, passages))
  return { passages, question, ranked, confidence: confidenceOf(question, ranked, passages), warnings }
}

/** Answers without a model: the one to three pieces that answer best, quoted, or an honest "not in the documents". */
export const answerBySentences = ({ passages, ranked, confidence, warnings }: Evidence): Answer => {
  const chosen = choose(ranked)
  const grounded = chosen.length > 0 && confidence >= groundingThreshold
  if (!grounded) return { response: notInDocuments, grounded, confidence, citations: [], passages, warnings }
  const sources = new Set(chosen.map(({ passage }) => passage.document.source))
  const cited = chosen.map(({ passage, unit }, i) => ({
    says: withoutForeignLinks(unit.says, sources).replaceAll(/\s+/gu, ' ').trim(),
    citation: citationOf(passage, `[${i + 1}]`, {
      start: passage.chunk.start + unit.start,
      end: passage.chunk.start + unit.end,
      quote: passage.chunk.content.slice(unit.start, unit.end),
    }),
  }))
  return {
    response: cited.map(({ says, citation }) => `${says} ${citation.marker}`).join('\n'),
    grounded,
    confidence,
    citations: cited.map(({ citation }) => citation),
    passages,
    warnings,
  }
}

/** Searches and answers by sentences. */
export const createExtractiveAnswerer =
  (parts: { store: PassageStore; search: Search }) =>
  async (request: SearchRequest): Promise<Answer> =>
    answerBySentences(await gatherEvidence(parts, request))
