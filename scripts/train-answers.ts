/**
 * Learns how to choose the sentences that answer, and when to say that the documents do not, from questions with known short
 * answers. `npm run train:answers -- --data DIR --data DIR … [--check DIR …]`; each DIR holds a collection in BEIR's layout and
 * answers.jsonl (`{qid, answers, doc}`). Writes retrieve/answer/learnt.ts, the same from the same data, and prints how well it does
 * on each collection: learnt from all, from the other collections alone, and as it stood before.
 */
import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import {
  isHeldOut,
  readAnswered,
  saysAny,
  withIndex,
  type AnsweredQuestion,
} from '../bench/support/collection-answers.ts'
import { choose, rank } from '../src/modules/rag/retrieve/answer/choose.ts'
import { confidenceFeatures, confidenceNames, scoreByHand } from '../src/modules/rag/retrieve/answer/confidence.ts'
import {
  candidatesOf,
  featureNames,
  type Candidate,
  type Features,
} from '../src/modules/rag/retrieve/answer/features.ts'
import { learntConfidence, learntScore } from '../src/modules/rag/retrieve/answer/learnt.ts'
import type { WeighedQuestion } from '../src/modules/rag/retrieve/answer/question.ts'
import { weights as inUse } from '../src/modules/rag/retrieve/answer/score.ts'
import { gatherEvidence } from '../src/modules/rag/retrieve/answer.ts'
import { fitConditional, fitLogistic, type Case, type Group } from './train/logit.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string', multiple: true, default: [] },
    check: { type: 'string', multiple: true, default: [] },
  },
})
if (values.data.length === 0) throw new Error('Say what to learn from: npm run train:answers -- --data DIR')

const learntFile = new URL('../src/modules/rag/retrieve/answer/learnt.ts', import.meta.url)
/** What a collection of articles shows; the others are set by hand. */
const learnt = featureNames.filter((name) => name in learntScore)

interface Asked {
  question: AnsweredQuestion
  weighed: WeighedQuestion
  candidates: Candidate[]
}

/** A collection with all its documents there, and with half of them left out. */
interface Collection {
  directory: string
  whole: Asked[]
  half: Asked[]
}

/** What was learnt: a weight for each feature, and for each of confidence's after the bias. */
interface Learnt {
  score: Features
  confidence: number[]
}

const ask = async (directory: string, isKept: (document: string) => boolean): Promise<Asked[]> => {
  const { documents, questions } = await readAnswered(directory)
  return withIndex(
    documents.filter(({ id }) => isKept(id)),
    async (index) => {
      const asked: Asked[] = []
      for (const question of questions) {
        const found = await gatherEvidence(index, { query: question.text, topK: 5, viewer: null })
        asked.push({ question, weighed: found.question, candidates: candidatesOf(found.question, found.passages) })
      }
      return asked
    },
  )
}

const answers = ({ answers: wanted, document }: AnsweredQuestion, one: Candidate): boolean =>
  one.passage.document.id === document && saysAny(one.unit.says, wanted)

/** The units of a question, those that answer marked. Weights set by hand stay, as what a unit starts with. */
const groupOf = ({ question, candidates }: Asked): Group => {
  return {
    rows: candidates.map(({ features }) => learnt.map((name) => features[name])),
    start: candidates.map(({ features }) =>
      featureNames.reduce((sum, name) => sum + (learnt.includes(name) ? 0 : inUse[name] * features[name]), 0),
    ),
    right: candidates.map((one) => answers(question, one)),
  }
}

const caseOf = (asked: Asked, score: Features): Case => {
  const ranked = rank(asked.candidates, score)
  const features = confidenceFeatures(asked.weighed, ranked)
  return {
    row: confidenceNames.map((name) => features?.[name] ?? 0),
    start: features ? scoreByHand(features) : 0,
    isRight: choose(ranked).some((one) => answers(asked.question, one)),
  }
}

const round = (value: number): number => Number(value.toFixed(2)) + 0

const learnFrom = (collections: readonly Collection[]): Learnt => {
  const fitted = fitConditional(
    collections.flatMap(({ whole }) => whole.map(groupOf)),
    learnt.length,
  )
  const score = { ...inUse }
  learnt.forEach((name, i) => (score[name] = round(fitted[i] ?? 0)))
  const cases = collections.flatMap(({ whole, half }) => [...whole, ...half].map((asked) => caseOf(asked, score)))
  const { bias, weights } = fitLogistic(cases, confidenceNames.length)
  return { score, confidence: [bias, ...weights].map(round) }
}

/** The share of questions whose best unit is right, and the log loss of the confidence. */
const judge = ({ whole, half }: Collection, { score, confidence: [bias = 0, ...weights] }: Learnt): string => {
  const right = whole.filter(({ question, candidates }) => {
    const [first] = rank(candidates, score)
    return first !== undefined && answers(question, first)
  })
  const cases = [...whole, ...half].map((asked) => caseOf(asked, score))
  const loss = cases.reduce((sum, { row, start, isRight }) => {
    const total = row.reduce((sofar, value, i) => sofar + value * (weights[i] ?? 0), start + bias)
    return sum + Math.log1p(Math.exp(isRight ? -total : total)) / cases.length
  }, 0)
  return `first right ${((100 * right.length) / whole.length).toFixed(1)} %, log loss of the confidence ${loss.toFixed(4)}`
}

const collections: Collection[] = []
for (const directory of [...values.data, ...values.check])
  collections.push({
    directory,
    whole: await ask(directory, () => true),
    half: await ask(directory, (id) => !isHeldOut(id)),
  })

const learning = collections.filter(({ directory }) => values.data.includes(directory))
const all = learnFrom(learning)
const before: Learnt = {
  score: inUse,
  confidence: [learntConfidence.bias, ...confidenceNames.map((name) => learntConfidence[name])],
}
for (const collection of collections) {
  const others = learning.filter((each) => each !== collection)
  console.log(basename(collection.directory))
  console.log(`  learnt from all:    ${judge(collection, all)}`)
  if (others.length > 0) console.log(`  from the others:    ${judge(collection, learnFrom(others))}`)
  console.log(`  as it stood before: ${judge(collection, before)}`)
}

const linesOf = (names: readonly string[], numbers: readonly number[]): string =>
  names.map((name, i) => `  ${name}: ${numbers[i] ?? 0},\n`).join('')
writeFileSync(
  learntFile,
  [
    '/** The weights of score.ts that articles teach; `npm run train:answers` learnt these and those below, and writes this file. */',
    `export const learntScore = {\n${linesOf(
      learnt,
      learnt.map((name) => all.score[name]),
    )}}\n`,
    '/** The weights of confidence.ts. */',
    `export const learntConfidence = {\n${linesOf(['bias', ...confidenceNames], all.confidence)}}\n`,
  ].join('\n'),
)
