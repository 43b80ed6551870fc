import type { Candidate } from './features.ts'
import { denies } from './negation.ts'
import { scoreOf, weights } from './score.ts'

/** A unit with its score, and how likely it is that it answers if any does. */
export interface RankedCandidate extends Candidate {
  score: number
  probability: number
}

const mostUnits = 3
/** … but so many rows or items of one list, if they answer alike. */
const mostListed = 8
const asLikely = 0.5
/** Units with so many words in common say the same. */
const alike = 0.7
/** … and of the longer of two that disagree at least this. */
const alikeAtLeast = 0.5
const fewestCommon = 3

/** The units, best first. */
export const rank = (candidates: readonly Candidate[], by = weights): RankedCandidate[] => {
  const scored = candidates.map((candidate) => ({ ...candidate, score: scoreOf(candidate.features, by) }))
  const best = Math.max(...scored.map(({ score }) => score))
  const total = scored.reduce((sum, { score }) => sum + Math.exp(score - best), 0)
  return scored
    .map((candidate) => ({ ...candidate, probability: Math.exp(candidate.score - best) / total }))
    .sort((a, b) => b.score - a.score)
}

const numbersOf = (stems: ReadonlySet<string>): string[] => [...stems].filter((stem) => /\p{N}/u.test(stem))

const shared = (a: ReadonlySet<string>, b: ReadonlySet<string>): number => [...a].filter((stem) => b.has(stem)).length

/** Whether each has a number that the other has not. */
const differInNumbers = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  numbersOf(a).some((each) => !b.has(each)) && numbersOf(b).some((each) => !a.has(each))

const isListed = ({ unit }: RankedCandidate): boolean =>
  unit.kind === 'row' || unit.kind === 'record' || unit.kind === 'item'

/** What differs in a number, or is denied by one alone, is no repetition; nor are two rows that name the same columns. */
const saysTheSame = (a: RankedCandidate, b: RankedCandidate): boolean =>
  !(isListed(a) && isListed(b) && a.unit.says !== b.unit.says) &&
  shared(a.stems, b.stems) / Math.max(1, Math.min(a.stems.size, b.stems.size)) >= alike &&
  !differInNumbers(a.stems, b.stems) &&
  isDenial(a) === isDenial(b)

const isDenial = ({ unit, passage }: RankedCandidate): boolean => denies(unit.says, passage.document.language)

/** Whether two pieces of different documents say the same with other numbers, or one what the other denies. */
export const disagree = (a: RankedCandidate, b: RankedCandidate): boolean => {
  if (a.passage.document.id === b.passage.document.id) return false
  const words = (stems: ReadonlySet<string>): Set<string> => new Set([...stems].filter((stem) => !/\p{N}/u.test(stem)))
  const [first, second] = [words(a.stems), words(b.stems)]
  const common = shared(first, second)
  const isAlike =
    common >= fewestCommon &&
    common / Math.min(first.size, second.size) >= alike &&
    common / Math.max(first.size, second.size) >= alikeAtLeast
  return isAlike && (differInNumbers(a.stems, b.stems) || isDenial(a) !== isDenial(b))
}

const placeOf = ({ passage, unit }: RankedCandidate): number => passage.chunk.start + unit.start

/** Rows or items of one list that answer as well as the best, in their order, where there are several. */
const listedAlike = (ranked: readonly RankedCandidate[]): RankedCandidate[] => {
  const [best] = ranked
  if (!best || !isListed(best)) return []
  const alikes = ranked.filter(
    ({ passage, unit, probability }) =>
      unit.kind === best.unit.kind &&
      passage.document.id === best.passage.document.id &&
      probability >= best.probability * asLikely,
  )
  const distinct = [...new Map(alikes.map((one) => [placeOf(one), one])).values()]
  return distinct.length > mostUnits ? distinct.slice(0, mostListed).sort((a, b) => placeOf(a) - placeOf(b)) : []
}

/** All items of the list that stands under what was asked, in their order: the steps of `How do I connect?` */
const listUnderLead = (ranked: readonly RankedCandidate[]): RankedCandidate[] => {
  const [best] = ranked
  if (best?.unit.kind !== 'item' || best.features.lead <= best.features.own) return []
  const beside = ranked.filter(
    ({ passage, unit }) =>
      unit.kind === 'item' && unit.lead === best.unit.lead && passage.chunk.chunkId === best.passage.chunk.chunkId,
  )
  return beside.sort((a, b) => placeOf(a) - placeOf(b)).slice(0, mostListed)
}

/** One to three of them that together answer, or more of one list: the best first, no repetitions. */
export const choose = (ranked: readonly RankedCandidate[], nearlyAsLikely = 0.04): RankedCandidate[] => {
  const steps = listUnderLead(ranked)
  if (steps.length > 1) return steps
  const listed = listedAlike(ranked)
  if (listed.length > 0) return listed
  const chosen: RankedCandidate[] = []
  const least = (ranked[0]?.probability ?? 0) * nearlyAsLikely
  for (const candidate of ranked) {
    if (chosen.length === mostUnits || candidate.probability < least) break
    const isSamePlace = ({ passage, unit }: RankedCandidate): boolean =>
      passage.document.id === candidate.passage.document.id &&
      passage.chunk.start + unit.start === candidate.passage.chunk.start + candidate.unit.start
    // A heading says nothing beside what stands under it.
    if (candidate.unit.kind === 'title' && chosen.length > 0) continue
    if (!chosen.some((one) => isSamePlace(one) || saysTheSame(one, candidate))) chosen.push(candidate)
  }
  return chosen
}
