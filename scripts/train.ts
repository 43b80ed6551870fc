import { renameSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createSynonyms } from '../src/modules/agent/text-to-sql/semantic/language/synonyms.ts'
import {
  columnRoles,
  mapValues,
  type PackedProposalModel,
  type ProposalModel,
} from '../src/modules/agent/text-to-sql/semantic/model/engine-model.ts'
import { packLinear } from '../src/modules/agent/text-to-sql/semantic/model/linear.ts'
import { shapePartNames } from '../src/modules/agent/text-to-sql/semantic/model/shape.ts'
import { featureNames } from '../src/modules/agent/text-to-sql/semantic/rank/features.ts'
import { trialFeatureNames } from '../src/modules/agent/text-to-sql/semantic/rank/trial-features.ts'
import {
  packWording,
  wordingFeatureNames,
  wordingFeatures,
  type WordingModel,
} from '../src/modules/agent/text-to-sql/semantic/rank/wording/wording-model.ts'
import type { Weights } from '../src/modules/agent/text-to-sql/semantic/weights.ts'
import { thresholdFor, trainConfidence, type JudgedReading } from './train/confidence-training.ts'
import { collect, type Collected } from './train/collect.ts'
import { openLabelCache } from './train/label-cache.ts'
import { trainForest, type RankingData } from './train/forest-training.ts'
import { readAnchors, trainAnchors, trainRolesAndShape } from './train/proposal-training.ts'
import { learnSynonyms } from './train/learn-synonyms.ts'
import { describeError, outcome, tryBest } from './train/try-best.ts'
import { trainWording } from './train/wording-training.ts'
import {
  linkQuestions,
  openSources,
  readRaw,
  readSplit,
  type RawQuestion,
  type TrainingQuestion,
} from './train/questions.ts'

const { values: flags } = parseArgs({
  options: {
    data: { type: 'string', default: 'data/spider-train' },
    out: { type: 'string', default: 'src/modules/agent/text-to-sql/semantic/engine.weights.json' },
    trees: { type: 'string', default: '150' },
    candidates: { type: 'string', default: '40' },
    labels: { type: 'string' },
    errors: { type: 'string' },
  },
})
const folds = 3
const started = Date.now()
const log = (text: string) => process.stderr.write(`${((Date.now() - started) / 1000).toFixed(0)} s  ${text}\n`)

await train()

async function train(): Promise<void> {
  const names = readSplit(flags.data).train
  const numbers = Array.from({ length: folds }, (_, fold) => fold)
  const foldOfName = (name: string) => names.indexOf(name) % folds
  const plain = readRaw(flags.data, 'train_spider.json', names)
  const reworded = readRaw(flags.data, 'train_spider_syn.json', names)
  const learn = (raw: RawQuestion[]) =>
    learnSynonyms(
      raw.map((each) => ({ question: each.question, original: each.original_question ?? '', database: each.db_id })),
      1,
    )
  const thesauri = numbers.map((fold) =>
    createSynonyms(learn(reworded.filter((each) => foldOfName(each.db_id) !== fold))),
  )
  const sources = await openSources(flags.data, names)
  const link = (raw: RawQuestion[]) => linkQuestions(raw, sources, (name) => ofFold(thesauri, foldOfName(name)))
  const originals = link(plain)
  const questions = [...originals, ...link(reworded)]
  const foldOf = (question: TrainingQuestion) => foldOfName(question.source.name)
  const others = (fold: number) => questions.filter((question) => foldOf(question) !== fold)
  log(`${questions.length} questions read and linked`)

  const roles = numbers.map((fold) => trainRolesAndShape(others(fold)))
  const unseen = (question: TrainingQuestion) => roles[foldOf(question)] ?? trainRolesAndShape([])
  const anchors = readAnchors(questions, unseen)
  const anchorsOf = (some: TrainingQuestion[]) => trainAnchors(some.flatMap((each) => anchors.get(each) ?? []))
  const models = numbers.map((fold): ProposalModel => ({
    ...ofFold(roles, fold),
    anchor: anchorsOf(others(fold)),
  }))
  log('proposal models of the folds trained')

  const labels = openLabelCache(flags.labels)
  const ranked = questions.filter((_, index) => index < originals.length || index % 4 === 0)
  const proposed = ranked.map((question) =>
    collect(question, ofFold(models, foldOf(question)), Number(flags.candidates), labels),
  )
  labels.save()
  const share = (fits: (each: Collected) => boolean) =>
    ((100 * proposed.filter(fits).length) / proposed.length).toFixed(1)
  log(
    `candidates collected: first right ${share((each) => each.right[0] === true)} %, any right ${share((each) => each.right.includes(true))} %`,
  )

  const wordingSettings = { passes: 6, rate: 0.05, l2: 1e-4, seed: 3 }
  const wordings = numbers.map((fold) =>
    trainWording(
      proposed.filter((each) => foldOf(each.question) !== fold),
      wordingSettings,
    ),
  )
  const collected = proposed.map((each) => withWording(each, ofFold(wordings, foldOf(each.question))))
  const wording = packWording(trainWording(proposed, wordingSettings))
  log('wording learnt')

  const settings = {
    trees: Number(flags.trees),
    depth: 5,
    rate: 0.1,
    leastHessian: 4,
    l2: 5,
    seed: 7,
    columns: 0.6,
    sample: 0.6,
  }
  const rankings = numbers.map((fold) =>
    trainForest(pack(collected.filter((each) => foldOf(each.question) !== fold)), settings),
  )
  log('rankings of the folds trained')
  const ranking = trainForest(pack(collected), settings)
  const tried = collected.map((each) => tryBest(each, ofFold(rankings, foldOf(each.question))))
  log(
    `ranked, held out: right ${((100 * tried.filter((each) => each.right[0]).length) / tried.length).toFixed(1)} %, among the tried ${((100 * tried.filter((each) => each.right.includes(true)).length) / tried.length).toFixed(1)} %`,
  )

  const trialSettings = { ...settings, trees: Math.round(settings.trees * 0.6), depth: 4 }
  const points: JudgedReading[] = []
  const errors: string[] = []
  for (const fold of numbers) {
    const forest = trainForest(pack(tried.filter((each) => foldOf(each.question) !== fold)), trialSettings)
    for (const each of tried.filter((one) => foldOf(one.question) === fold)) {
      const result = outcome(each, forest)
      if (result.best >= 0) points.push({ ...result, fold })
      if (!result.right) errors.push(describeError(each, result.best))
    }
  }
  log(
    `tried and ranked again, held out: right ${((100 * points.filter((point) => point.right).length) / points.length).toFixed(1)} %`,
  )
  const threshold = thresholdFor(points, 0.9)
  log(
    `${(100 * threshold.answered).toFixed(1)} % are at least ${threshold.confidence.toFixed(3)} sure, and 90 % of these right`,
  )
  if (flags.errors !== undefined) writeFileSync(flags.errors, errors.join('\n'))
  const trial = trainForest(pack(tried), trialSettings)

  const all = trainRolesAndShape(questions)
  const proposal: ProposalModel = { ...all, anchor: anchorsOf(questions) }
  const weights: Weights = {
    made: {
      by: 'npm run train',
      from: 'questions on the training databases of split.json: Spider 1.0 (CC BY-SA 4.0) and Spider-Syn (MIT)',
      questions: questions.length,
      folds,
      settings,
      heldOut: {
        right: points.filter((point) => point.right).length / points.length,
        proposed: Number(share((each) => each.right.includes(true))) / 100,
        threshold,
      },
      wording: wordingSettings,
      features: [...featureNames, ...wordingFeatureNames, ...trialFeatureNames],
    },
    synonyms: learn(reworded),
    proposal: packProposal(proposal),
    wording,
    ranking,
    trial,
    confidence: trainConfidence(points),
  }
  writeFileSync(`${flags.out}.new`, `${JSON.stringify(weights)}\n`)
  renameSync(`${flags.out}.new`, flags.out)
  log(`written to ${flags.out}`)
}

function ofFold<Model>(models: Model[], fold: number): Model {
  const model = models[fold]
  if (model === undefined) throw new Error(`no model for fold ${fold}`)
  return model
}

function withWording(each: Collected, model: WordingModel): Collected {
  const extra = wordingFeatures(model, each.wording, each.members)
  return {
    ...each,
    features: each.features.map((features, index) => Float32Array.from([...features, ...(extra[index] ?? [])])),
  }
}

function pack(collected: { features: ArrayLike<number>[]; right: boolean[] }[]): RankingData {
  const width = collected.find((each) => each.features.length > 0)?.features[0]?.length ?? 0
  const count = collected.reduce((sum, each) => sum + each.features.length, 0)
  const data: RankingData = { width, rows: new Float32Array(count * width), right: new Uint8Array(count), groups: [] }
  let at = 0
  for (const each of collected) {
    const from = at
    for (const [index, features] of each.features.entries()) {
      data.rows.set(features, at * width)
      data.right[at] = each.right[index] ? 1 : 0
      at += 1
    }
    data.groups.push({ from, to: at })
  }
  return data
}

function packProposal(model: ProposalModel): PackedProposalModel {
  return {
    roles: mapValues(columnRoles, (role) => packLinear(model.roles[role])),
    table: packLinear(model.table),
    nested: packLinear(model.nested),
    anchor: packLinear(model.anchor),
    shape: mapValues(shapePartNames, (part) => model.shape[part].map(packLinear)),
  }
}
