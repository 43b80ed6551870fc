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

/** The features of a question's columns, tables and shape: made once, whichever fold it is in. */
interface QuestionFeatures {
  columns: Uint32Array[]
  tables: Uint32Array[]
  shape: Uint32Array
}

const made = new WeakMap<TrainingQuestion, QuestionFeatures>()

function featuresOf(question: TrainingQuestion): QuestionFeatures {
  const before = made.get(question)
  if (before !== undefined) return before
  const { schema } = question.source
  const context = roleContext(question.linked, schema)
  const features: QuestionFeatures = {
    columns: schema.columns.map((column) => Uint32Array.from(columnFeatures(context, column))),
    tables: schema.tables.map((table) => Uint32Array.from(tableFeatures(context, table))),
    shape: Uint32Array.from(shapeFeatures(question.linked)),
  }
  made.set(question, features)
  return features
}

/** Everything of the proposal model but the anchors. */
export function trainRolesAndShape(questions: TrainingQuestion[]): Omit<ProposalModel, 'anchor'> {
  const binary = (examples: LinearExample[]) => {
    const [model] = trainLinear(examples, 2, settings)
    if (model === undefined) throw new Error('no model')
    return model
  }
  const examplesOf = (
    kind: 'columns' | 'tables',
    chosen: TrainingQuestion[],
    set: (question: TrainingQuestion) => Set<number>,
  ) =>
    chosen.flatMap((question) =>
      featuresOf(question)[kind].map((features, id) => ({ features, label: set(question).has(id) ? 1 : 0 })),
    )
  const nesting = questions.filter((question) => question.facts.shape.nest === 'minus')
  return {
    roles: mapValues(columnRoles, (role) =>
      binary(examplesOf('columns', questions, (question) => question.facts[role])),
    ),
    table: binary(examplesOf('tables', questions, (question) => question.facts.tables)),
    nested: binary(examplesOf('tables', nesting, (question) => question.facts.nestedTables)),
    shape: mapValues(shapePartNames, (part) => {
      const classes: readonly string[] = shapeParts[part]
      const examples = questions.map((question) => ({
        features: featuresOf(question).shape,
        label: classes.indexOf(question.facts.shape[part]),
      }))
      return trainLinear(
        examples.filter((example) => example.label >= 0),
        classes.length,
        shapeSettings,
      )
    }),
  }
}

/** The options of a question's anchors, right ones marked by what the gold query does with the value. */
function anchorExamples(
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

/** Reads questions with models that have not seen their databases; what `trainAnchors` learns from. */
export function readAnchors(
  questions: TrainingQuestion[],
  unseen: (question: TrainingQuestion) => Omit<ProposalModel, 'anchor'>,
): Map<TrainingQuestion, LinearExample[]> {
  const empty = { bias: 0, weights: new Map<number, number>() }
  return new Map(
    questions.map((question) => {
      const context = readContext(question.linked, question.source.schema, { ...unseen(question), anchor: empty })
      return [question, anchorExamples(question, findAnchors(context)).flat()]
    }),
  )
}

/** Trains the model of anchors on what was read. */
export function trainAnchors(examples: LinearExample[]): ProposalModel['anchor'] {
  const [model] = trainLinear(examples, 2, { passes: 4, alpha: 0.1, l1: 0.5, l2: 1 })
  if (model === undefined) throw new Error('no model')
  return model
}
