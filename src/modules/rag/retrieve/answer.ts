import type { PassageStore } from '../stores/passage-store.ts'
import { newnessOf } from './answer/age.ts'
import { asksForAddress } from './answer/asking.ts'
import { choose, disagree, rank, type RankedCandidate } from './answer/choose.ts'
import { citationOf, type Citation } from './answer/citation.ts'
import { confidenceOf, groundingThreshold } from './answer/confidence.ts'
import { candidatesOf } from './answer/features.ts'
import { refersBack } from './answer/reference.ts'
import { weighQuestion, type WeighedQuestion } from './answer/question.ts'
import { bareQuestion, partsOf } from './answer/request.ts'
import type { FoundPassage, Search, SearchRequest } from './search.ts'
import { addressesIn, withoutForeignLinks } from './foreign-links.ts'

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

/** An answer so sure is not looked for in other words. */
const sure = 0.8

/** So many pieces answer at most, whatever is asked. */
const mostQuoted = 9

/** The first of each, then the second of each, without repetitions. */
const interleave = <Item>(lists: readonly (readonly Item[])[], keyOf: (item: Item) => string): Item[] => {
  const longest = Math.max(0, ...lists.map(({ length }) => length))
  const all = Array.from({ length: longest }, (_, i) => lists.flatMap((list) => list.slice(i, i + 1))).flat()
  return [...new Map(all.toReversed().map((item) => [keyOf(item), item])).values()].toReversed()
}

/** What is asked of the documents, with what was found. */
export interface Evidence {
  passages: FoundPassage[]
  question: WeighedQuestion
  /** What the passages say, piece by piece, best first. */
  ranked: RankedCandidate[]
  confidence: number
  warnings: string[]
}

const evidenceFrom = (
  question: WeighedQuestion,
  { passages, warnings }: { passages: FoundPassage[]; warnings: string[] },
): Evidence => {
  const ranked = rank(candidatesOf(question, passages))
  return { passages, question, ranked, confidence: confidenceOf(question, ranked, passages), warnings }
}

/** What is found by other words than those of the question stands behind what these find. */
const behind = 0.9

/** Both lists in turns, the second's scores as if its best stood a little behind the first's. */
const mergePassages = (first: readonly FoundPassage[], second: readonly FoundPassage[]): FoundPassage[] => {
  const bestOf = (passages: readonly FoundPassage[]): number => Math.max(0, ...passages.map(({ score }) => score))
  const [best, other] = [bestOf(first), bestOf(second)]
  const scale = best > 0 && other > 0 ? (behind * best) / other : 1
  const known = new Set(first.map(({ chunk }) => chunk.chunkId))
  const added = second.filter(({ chunk }) => !known.has(chunk.chunkId))
  return interleave(
    [first, added.map((passage) => ({ ...passage, score: passage.score * scale }))],
    ({ chunk }) => chunk.chunkId,
  )
}

/**
 * Finds what an answer can be made from, and how sure we may be that it holds one. Where that is not sure, what may be said for the
 * question's words is looked for too.
 */
export const gatherEvidence = async (
  { store, search }: { store: PassageStore; search: Search },
  request: SearchRequest,
): Promise<Evidence> => {
  const question = await weighQuestion(store, request.query)
  const found = await search({ ...request, query: question.sought, neighbours: 0 })
  const evidence = evidenceFrom(question, found)
  if (evidence.confidence >= sure || question.saidOtherwise === undefined) return evidence
  const others = await search({ ...request, query: question.saidOtherwise, neighbours: 0 })
  const widened = evidenceFrom(question, { ...found, passages: mergePassages(found.passages, others.passages) })
  return widened.confidence > evidence.confidence ? widened : evidence
}

/** The pieces that answer; of two that disagree the newer comes first. */
const chosenFrom = ({ ranked }: Evidence): { chosen: RankedCandidate[]; disagrees: boolean } => {
  const chosen = choose(ranked)
  const [first] = chosen
  const other = first && chosen.slice(1).find((each) => disagree(first, each))
  if (!first || !other) return { chosen, disagrees: false }
  const isOlder = newnessOf(first.passage) < newnessOf(other.passage)
  return {
    chosen: isOlder ? [other, first, ...chosen.filter((each) => each !== first && each !== other)] : chosen,
    disagrees: true,
  }
}

/** A statement with where it stands in its passage. */
interface Statement {
  passage: FoundPassage
  says: string
  start: number
  end: number
}

const longestBefore = 200

/** What is quoted: a sentence like `They lapse in March` with the one before, which then is not quoted again. */
const statementsOf = (chosen: readonly RankedCandidate[]): Statement[] => {
  const statements: Statement[] = []
  const isQuoted = ({ passage }: RankedCandidate, start: number): boolean =>
    statements.some((one) => one.passage === passage && one.start <= start && one.end > start)
  for (const one of chosen) {
    const { passage, unit } = one
    const { says, start, end, before, sentenceBefore } = unit
    if (isQuoted(one, start)) continue
    const isNeeded =
      sentenceBefore !== undefined &&
      before.length <= longestBefore &&
      refersBack(says, passage.document.language) &&
      !isQuoted(one, sentenceBefore)
    statements.push(
      isNeeded ? { passage, says: `${before} ${says}`, start: sentenceBefore, end } : { passage, says, start, end },
    )
  }
  return statements
}

const answerParts = (parts: readonly Evidence[], topK: number): Answer => {
  const passages = interleave(
    parts.map((part) => part.passages),
    ({ chunk }) => chunk.chunkId,
  ).slice(0, topK)
  const warnings = new Set(parts.flatMap((part) => part.warnings))
  const answered = parts.filter(({ ranked, confidence }) => ranked.length > 0 && confidence >= groundingThreshold)
  const confidence = Math.min(...(answered.length > 0 ? answered : parts).map((part) => part.confidence))
  if (answered.length === 0)
    return { response: notInDocuments, grounded: false, confidence, citations: [], passages, warnings: [...warnings] }
  for (const { question } of parts.filter((part) => !answered.includes(part)))
    warnings.add(`The documents do not answer this part: ${question.text}`)
  const choices = answered.map(chosenFrom)
  if (choices.some(({ disagrees }) => disagrees))
    warnings.add('The documents disagree about this; compare what is cited.')
  const chosen = interleave(
    choices.map((choice) => choice.chosen),
    ({ passage, unit }) => `${passage.document.id} ${passage.chunk.start + unit.start}`,
  ).slice(0, mostQuoted)
  const sources = new Set(chosen.map(({ passage }) => passage.document.source))
  const areShown = parts.some(({ question }) => asksForAddress(question.text))
  const cited = statementsOf(chosen).map(({ passage, says, start, end }, i) => ({
    says: withoutForeignLinks(says, sources, areShown ? addressesIn(says) : [])
      .replaceAll(/\s+/gu, ' ')
      .trim(),
    citation: citationOf(passage, `[${i + 1}]`, {
      start: passage.chunk.start + start,
      end: passage.chunk.start + end,
      quote: passage.chunk.content.slice(start, end),
    }),
  }))
  return {
    response: cited.map(({ says, citation }) => `${says} ${citation.marker}`).join('\n'),
    grounded: true,
    confidence,
    citations: cited.map(({ citation }) => citation),
    passages,
    warnings: [...warnings],
  }
}

/** Answers without a model: the one to three pieces that answer best, quoted, or an honest "not in the documents". */
export const answerBySentences = (evidence: Evidence): Answer => answerParts([evidence], evidence.passages.length)

/** Searches and answers by sentences: a question of several parts part by part, where that answers more of it. */
export const createExtractiveAnswerer =
  (parts: { store: PassageStore; search: Search }) =>
  async (request: SearchRequest): Promise<Answer> => {
    const query = bareQuestion(request.query)
    const whole = await gatherEvidence(parts, { ...request, query })
    const asked = partsOf(query)
    if (asked.length < 2) return answerParts([whole], request.topK)
    const each: Evidence[] = []
    for (const part of asked) each.push(await gatherEvidence(parts, { ...request, query: part }))
    const sure = each.filter(({ confidence }) => confidence >= groundingThreshold)
    const isBetter = sure.some(({ confidence }) => confidence > whole.confidence)
    return answerParts(isBetter ? each : [whole], request.topK)
  }
