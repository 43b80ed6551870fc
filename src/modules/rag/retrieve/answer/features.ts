import { functionWords } from '../../text/function-words.ts'
import { stemmerOf } from '../../text/stem.ts'
import { wordsOf } from '../../text/words.ts'
import type { FoundPassage } from '../search.ts'
import { isQuestion } from '../sentences.ts'
import { expectationOf } from './asking.ts'
import { meets } from './expectation.ts'
import { denies } from './negation.ts'
import { refersBack } from './reference.ts'
import { coverage, matcherOf, otherShare, union, type Match, type WeighedQuestion } from './question.ts'
import { unitsOf, type Unit } from './units.ts'

/**
 * What is looked at in a unit to say how well it answers; each some number from 0 to 1.
 * - `own`: how much of the question it holds itself; `ownLocal`: a word counting the more the fewer units hold it
 * - `lead`, `around`, `section`: how much more its lead, the sentences beside it, and the headings and title bring
 * - `asked`: how near a lead that is a question is to the question; `answered`: what such a lead, or less so a heading, brings to what
 *   stands first under it
 * - `pairs`: words side by side in the question that are so here
 * - `passage`: the score of its passage beside the best
 * - `meets`, `misses`: it holds the kind of thing that is asked for, or does not
 * - `news`: it says something that the question does not
 * - `field`: it is a row or record of which the question names one field and knows another
 * - `subject`: it is a row or record of what the headings and title name
 * - `title`: it may be a heading
 * - `counted`: a number stands shortly before a word of a question for a number, or one that means the same
 * - `negated`: it denies something as the question does; less than nothing if the question denies and it does not
 */
export const featureNames = [
  ...(['own', 'ownLocal', 'lead', 'before', 'after', 'section', 'asked', 'answered', 'pairs', 'passage'] as const),
  ...([
    'meets',
    'misses',
    'meetsMark',
    'missesMark',
    'news',
    'brevity',
    'field',
    'subject',
    'title',
    'negated',
    'counted',
  ] as const),
] as const

/** The features of a unit. */
export type Features = Record<(typeof featureNames)[number], number>

/** A unit of a passage that was found, and how it looks. */
export interface Candidate {
  passage: FoundPassage
  unit: Unit
  features: Features
  /** What of the question it holds itself, and with all that is around it. */
  own: number[]
  whole: number[]
  /** What of the question its lead holds. */
  lead: number[]
  /** Its words, to tell repetitions. */
  stems: ReadonlySet<string>
}

const nearby = 3
const besideNumber = 4
/** What the sentence before says counts for so much in one that refers to it. */
const backShare = 0.7
/** A word that only says what kind of answer is wanted tells little even where it is rare. */
const genericLocalShare = 0.3
/** Under a heading stands what it names, but not all of it answers, unless it names all that is asked. */
const headingShare = 0.5
const nearlyAll = 0.95
/** A word that the title or a heading says already tells one sentence under it from another by so much less. */
const topicShare = 0.5

/** The weight of neighbours in the question that are neighbours in the text, as a share. */
const pairShare = (weights: readonly number[], { places }: Match): number => {
  let [near, all] = [0, 0]
  for (let i = 1; i < weights.length; i++) {
    const weight = (weights[i - 1] ?? 0) + (weights[i] ?? 0)
    all += weight
    const [first = -1, second = -1] = [places[i - 1], places[i]]
    if (first >= 0 && second >= 0 && Math.abs(second - first) <= nearby) near += weight
  }
  return all > 0 ? near / all : 0
}

/** How surely what stands first under a lead is what the lead speaks of. */
const namedShare = ({ isFirst, isNamed, lead }: Unit, covered: number): number => {
  if (isFirst && isQuestion(lead)) return 1
  return isNamed ? (covered > nearlyAll ? 1 : headingShare) : 0
}

interface Reading {
  passage: FoundPassage
  unit: Unit
  own: Match
  lead: number[]
  before: number[]
  after: number[]
  section: number[]
  asked: number
  counts: boolean
}

const readPassage = (passage: FoundPassage, question: WeighedQuestion): Reading[] => {
  const { chunk, document } = passage
  const match = matcherOf(question, document.language)
  const stem = stemmerOf(document.language)
  const seen = new Map<string, Match>()
  const read = (text: string): Match => {
    const known = seen.get(text) ?? match(text)
    seen.set(text, known)
    return known
  }
  const wanted = new Set(question.query.terms.flatMap(({ word, stems }) => [...stems, stem(word)]))
  const others = (question.alternatives.get(document.language) ?? []).flat()
  const counted = new Set([...wanted, ...others.flatMap(({ stems }) => (stems.length === 1 ? stems : []))])
  const common = functionWords.get(document.language) ?? new Set<string>()
  const commonStems = new Set([...common].map(stem))
  const askedShare = (lead: string): number => {
    if (!isQuestion(lead)) return 0
    const content = [...read(lead).stems].filter((each) => !commonStems.has(each) && !common.has(each))
    return content.length > 0 ? content.filter((each) => wanted.has(each)).length / content.length : 0
  }
  const askedNumbers = new Set(wordsOf(question.text).filter((word) => /^\d/.test(word)))
  const counts = (text: string): boolean => {
    const words = wordsOf(text, document.language)
    return words.some(
      (word, i) =>
        /^\d/.test(word) &&
        !askedNumbers.has(word) &&
        words.slice(i + 1, i + 1 + besideNumber).some((each) => counted.has(stem(each)) && !common.has(each)),
    )
  }
  const isForNumber = expectationOf(question.text) === 'quantity'
  const section = read([document.title, ...chunk.headingPath].join('\n')).held
  const units = unitsOf({
    text: chunk.content,
    language: document.language,
    title: document.title,
    headingPath: chunk.headingPath,
    isBeginning: chunk.start === 0,
    tableHead: chunk.context,
  })
  /** `It costs 18 dollars` speaks of what the sentence before names. */
  const readOwn = ({ says, before }: Unit): Match => {
    const own = read(says)
    if (!refersBack(says, document.language)) return own
    const named = read(before).held.map((share) => share * backShare)
    return { ...own, held: union(own.held, named) }
  }
  return units.map((unit) => ({
    passage,
    unit,
    own: readOwn(unit),
    lead: read(unit.lead).held,
    before: read(unit.before).held,
    after: read(unit.after).held,
    section,
    asked: askedShare(unit.lead),
    counts: isForNumber && counts(unit.says),
  }))
}

/** Takes the passages that were found apart, and looks at each unit. */
export const candidatesOf = (question: WeighedQuestion, passages: readonly FoundPassage[]): Candidate[] => {
  const readings = passages.flatMap((passage) => readPassage(passage, question))
  const { weights } = question
  const localWeights = weights.map((weight, i) => {
    const holding = readings.filter(({ own }) => (own.held[i] ?? 0) > 0).length
    const share = question.generic[i] === true ? genericLocalShare : 1
    return holding === 0 ? 0 : weight * share * Math.log(1 + readings.length / holding)
  })
  const best = Math.max(...passages.map(({ score }) => score), 1e-9)
  const expected = expectationOf(question.text)
  const isMarked = expected !== undefined && expected !== 'quantity' && expected !== 'name'
  return readings.map(({ passage, unit, own, lead, before, after, section, asked, counts }): Candidate => {
    const held = own.held
    const { language } = passage.document
    const withLead = union(held, lead)
    const withBefore = union(withLead, before)
    const withAround = union(withBefore, after)
    const whole = union(withAround, section)
    const met = expected && meets(expected, unit.says, question.text, language)
    const ownWeights = weights.map((weight, i) => weight * (1 - topicShare * (section[i] ?? 0)))
    const ownShare = coverage(weights, held)
    const news = own.words - own.places.filter((place) => place >= 0).length
    const isFielded = unit.kind === 'row' || unit.kind === 'record'
    return {
      passage,
      unit,
      own: held,
      whole,
      lead,
      stems: own.stems,
      features: {
        own: coverage(ownWeights, held),
        ownLocal: coverage(
          localWeights.map((weight, i) => weight * (1 - topicShare * (section[i] ?? 0))),
          held,
        ),
        lead: coverage(weights, withLead) - ownShare,
        before: coverage(weights, withBefore) - coverage(weights, withLead),
        after: coverage(weights, withAround) - coverage(weights, withBefore),
        section: coverage(weights, whole) - coverage(weights, withAround),
        // A question that is only partly the same is another question.
        asked: asked * coverage(weights, lead) ** 2,
        answered: namedShare(unit, coverage(weights, lead)) * (coverage(weights, withLead) ** 2 - ownShare ** 2),
        pairs: pairShare(weights, own),
        passage: Math.max(0, passage.score / best),
        meets: met ?? 0,
        misses: met === 0 ? 1 : 0,
        meetsMark: isMarked && met === 1 ? 1 : 0,
        missesMark: isMarked && met !== undefined ? 1 - met : 0,
        news: Math.min(1, news / 8),
        brevity: 1 / (1 + own.words / 25),
        field: isFielded && held.filter((each) => each > otherShare).length > 1 ? ownShare : 0,
        subject: isFielded ? coverage(weights, whole) - ownShare : 0,
        title: unit.kind === 'title' ? 1 : 0,
        counted: counts ? 1 : 0,
        negated: denies(question.text, language) ? (denies(unit.says, language) ? 1 : -1) : 0,
      },
    }
  })
}
