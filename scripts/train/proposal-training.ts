import { findAnchors, type Anchor } from '../../src/modules/agent/text-to-sql/semantic/generate/anchors.ts'
import { readContext } from '../../src/modules/agent/text-to-sql/semantic/generate/reading-context.ts'
import {
  columnRoles,
  mapValues,
  type ProposalModel,
} from '../../src/modules/agent/text-to-sql/semantic/model/engine-model.ts'
import {
  columnFeatures,
  roleContext,
  tableFeatures,
} from '../../src/modules/agent/text-to-sql/semantic/model/role-features.ts'
import { shapeFeatures } from '../../src/modules/agent/text-to-sql/semantic/model/shape-features.ts'
import { shapePartNames, shapeParts } from '../../src/modules/agent/text-to-sql/semantic/model/shape.ts'
import { normalizeValue } from '../../src/modules/agent/text-to-sql/semantic/values/value-index.ts'
import { trainLinear, type LinearExample, type LinearSettings } from './linear-training.ts'
import type { TrainingQuestion } from './questions.ts'

const settings: LinearSettings = { passes: 3, alpha: 0.1, l1: 0.5, l2: 1 }
const shapeSettings: LinearSettings = { passes: 6, alpha: 0.1, l1: 0.5, l2: 1 }

/** Everything of the proposal model but the anchors. */
export function trainRolesAndShape(questions: TrainingQuestion[]): Omit<ProposalModel, 'anchor'> {
  const columns = questions.map((question) => {
    const context = roleContext(question.linked, question.source.schema)
    return question.source.schema.columns.map((column) => columnFeatures(context, column))
  })
  const binary = (examples: LinearExample[]) => {
    const [model] = trainLinear(examples, 2, settings)
    if (model === undefined) throw new Error('no model')
    return model
  }
  const roles = mapValues(columnRoles, (role) =>
    binary(
      questions.flatMap((question, at) =>
        (columns[at] ?? []).map((features, id) => ({ features, label: question.facts[role].has(id) ? 1 : 0 })),
      ),
    ),
  )
  const tables = questions.map((question) => {
    const context = roleContext(question.linked, question.source.schema)
    return question.source.schema.tables.map((table) => tableFeatures(context, table))
  })
  const tableExamples = (set: 'tables' | 'nestedTables', chosen: (question: TrainingQuestion) => boolean) =>
    questions.flatMap((question, at) =>
      chosen(question)
        ? (tables[at] ?? []).map((features, id) => ({ features, label: question.facts[set].has(id) ? 1 : 0 }))
        : [],
    )
  const table = binary(tableExamples('tables', () => true))
  const nested = binary(tableExamples('nestedTables', (question) => question.facts.shape.nest === 'minus'))
  const shaped = questions.map((question) => shapeFeatures(question.linked))
  const shape = mapValues(shapePartNames, (part) => {
    const classes: readonly string[] = shapeParts[part]
    const examples = questions
      .map((question, at) => ({ features: shaped[at] ?? [], label: classes.indexOf(question.facts.shape[part]) }))
      .filter((example) => example.label >= 0)
    return trainLinear(examples, classes.length, shapeSettings)
  })
  return { roles, table, nested, shape }
}

/** The options of a question's anchors, right ones marked by what the gold query does with the value. */
export function anchorExamples(
  question: TrainingQuestion,
  anchors: Anchor[],
): { features: readonly number[]; label: number }[][] {
  const { atoms } = question.facts
  return anchors.map((anchor) => {
    const labels = anchor.options.map((option) => {
      if (option.kind === 'limit')
        return (
          question.facts.shape.order.includes('top') &&
          new RegExp(`LIMIT\\s+${option.amount}\\b`, 'i').test(question.sql)
        )
      if (option.kind === 'having') return atoms.some((atom) => atom.having && Number(atom.value) === option.amount)
      if (option.kind !== 'where' || option.value === undefined) return false
      const operator = option.condition?.kind === 'compare' ? option.condition.operator : '='
      return atoms.some((atom) => {
        if (atom.having || atom.column !== option.column || atom.value === undefined) return false
        if (normalizeValue(String(atom.value)) !== normalizeValue(String(option.value))) return false
        const isLike = atom.operator === 'like'
        if (isLike !== (operator === 'like' || operator === 'not like')) return false
        return typeof option.value === 'number' || isLike || (operator === '!=') === (atom.operator === '!=')
      })
    })
    if (!labels.includes(true)) labels[labels.length - 1] = true
    return anchor.options.map((option, index) => ({ features: option.features, label: labels[index] ? 1 : 0 }))
  })
}

/** Trains the model of anchors on questions read with models that have not seen their databases. */
export function trainAnchors(
  questions: TrainingQuestion[],
  unseen: (question: TrainingQuestion) => Omit<ProposalModel, 'anchor'>,
): ProposalModel['anchor'] {
  const empty = { bias: 0, weights: new Map<number, number>() }
  const examples = questions.flatMap((question) => {
    const context = readContext(question.linked, question.source.schema, { ...unseen(question), anchor: empty })
    return anchorExamples(question, findAnchors(context)).flat()
  })
  const [model] = trainLinear(examples, 2, { passes: 4, alpha: 0.1, l1: 0.5, l2: 1 })
  if (model === undefined) throw new Error('no model')
  return model
}
