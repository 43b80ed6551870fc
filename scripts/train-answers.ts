/**
 * Learns how to choose the sentences that answer, and when to say that the documents do not, from questions with known short
 * answers. `npm run train:answers -- --data DIR --data DIR … [--check DIR …]`; each DIR holds a collection in BEIR's layout and
 * answers.jsonl (`{qid, answers, doc}`). Prints the weights for retrieve/answer/{score,confidence}.ts and how well they and those
 * in use do on each collection; the same data give the same weights. What such collections do not have (headings that ask,
 * tables) keeps the weight it has.
 */
import { basename } from 'node:path'
import { parseArgs } from 'node:util'
import {
  isHeldOut,
  readAnswered,
  saysAny,
  withIndex,
  type AnsweredQuestion,
} from '../bench/support/collection-answers.ts'
import { choose } from '../src/modules/rag/retrieve/answer/choose.ts'
import { confidenceFeatures, confidenceWeights } from '../src/modules/rag/retrieve/answer/confidence.ts'
import { featureNames } from '../src/modules/rag/retrieve/answer/features.ts'
import { weights as inUse } from '../src/modules/rag/retrieve/answer/score.ts'
import { gatherEvidence, type Evidence } from '../src/modules/rag/retrieve/answer.ts'
import { fitConditional, fitLogistic, type Case, type Group } from './train/logit.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string', multiple: true, default: [] },
    check: { type: 'string', multiple: true, default: [] },
  },
})
if (values.data.length === 0) throw new Error('Say what to learn from: npm run train:answers -- --data DIR')

/** What a collection of articles shows; the others are set by hand. */
const learnt = featureNames.filter((name) => !['asked', 'answered', 'field', 'subject', 'title'].includes(name))
const confidenceNames = ['passage', 'own', 'whole', 'fit', 'probability', 'brevity'] as const

interface Asked {
  question: AnsweredQuestion
  evidence: Evidence
}

const ask = async (directory: string, isKept: (document: string) => boolean): Promise<Asked[]> => {
  const { documents, questions } = await readAnswered(directory)
  return withIndex(
    documents.filter(({ id }) => isKept(id)),
    async (index) => {
      const asked: Asked[] = []
      for (const question of questions)
        asked.push({ question, evidence: await gatherEvidence(index, { query: question.text, topK: 5, viewer: null }) })
      return asked
    },
  )
}

const answers = ({ answers: wanted, document }: AnsweredQuestion, one: Evidence['ranked'][number]): boolean =>
  one.passage.document.id === document && saysAny(one.unit.says, wanted)

/** The units of a question, those that answer marked. Weights set by hand stay, as what a unit starts with. */
const groupOf = ({ question, evidence }: Asked): Group => ({
  rows: evidence.ranked.map(({ features }) => learnt.map((name) => features[name])),
  start: evidence.ranked.map(({ features }) =>
    featureNames.reduce((sum, name) => sum + (learnt.includes(name) ? 0 : inUse[name] * features[name]), 0),
  ),
  right: evidence.ranked.map((one) => answers(question, one)),
})

const caseOf = ({ question, evidence }: Asked): Case[] => {
  const features = confidenceFeatures(evidence.question, evidence.ranked)
  if (!features) return []
  const isRight = choose(evidence.ranked).some((one) => answers(question, one))
  return [{ row: confidenceNames.map((name) => features[name]), isRight }]
}

const firstRight = (groups: readonly Group[], weights: readonly number[]): string => {
  const right = groups.filter(({ rows, start, right: answering }) => {
    const scores = rows.map((row, i) => row.reduce((sum, value, j) => sum + value * (weights[j] ?? 0), start[i] ?? 0))
    return answering[scores.indexOf(Math.max(...scores))] ?? false
  })
  return `${((100 * right.length) / Math.max(1, groups.length)).toFixed(1)} %`
}

const whole = new Map<string, Asked[]>()
const half = new Map<string, Asked[]>()
for (const directory of [...values.data, ...values.check]) {
  whole.set(directory, await ask(directory, () => true))
  half.set(directory, await ask(directory, (id) => !isHeldOut(id)))
}
const of = (asked: ReadonlyMap<string, Asked[]>, directories: readonly string[]): Asked[] =>
  directories.flatMap((directory) => asked.get(directory) ?? [])

const scoring = fitConditional(of(whole, values.data).map(groupOf), learnt.length)
console.log('score:', Object.fromEntries(learnt.map((name, i) => [name, Number(scoring[i]?.toFixed(2))])))
const before = learnt.map((name) => inUse[name])
for (const [directory, asked] of whole) {
  const groups = asked.map(groupOf)
  console.log(
    `${basename(directory)}: first right ${firstRight(groups, scoring)}, in use ${firstRight(groups, before)}`,
  )
}

const cases = [...of(whole, values.data), ...of(half, values.data)].flatMap(caseOf)
const { bias, weights } = fitLogistic(cases, confidenceNames.length)
console.log(
  'confidence: bias',
  bias.toFixed(2),
  Object.fromEntries(confidenceNames.map((name, i) => [name, Number(weights[i]?.toFixed(2))])),
)
const lossOf = (b: number, w: readonly number[], all: readonly Case[]): number =>
  all.reduce((sum, { row, isRight }) => {
    const score = row.reduce((total, value, i) => total + value * (w[i] ?? 0), b)
    return sum + Math.log1p(Math.exp(isRight ? -score : score)) / all.length
  }, 0)
const confidenceBefore = confidenceNames.map((name) => confidenceWeights[name])
for (const directory of half.keys()) {
  const all = [...of(whole, [directory]), ...of(half, [directory])].flatMap(caseOf)
  console.log(
    `${basename(directory)}: log loss ${lossOf(bias, weights, all).toFixed(4)}, in use ${lossOf(confidenceWeights.bias, confidenceBefore, all).toFixed(4)}`,
  )
}
