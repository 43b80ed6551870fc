import {
  logistic,
  logSoftmax,
  scoreStack,
  stackLinear,
  unpackLinear,
  type LinearModel,
  type LinearStack,
  type PackedLinearModel,
} from './linear.ts'
import { shapePartNames, shapeParts, type ShapePart } from './shape.ts'

/** What a column may do in a query. */
export const columnRoles = ['select', 'aggregate', 'where', 'group', 'order'] as const
export type ColumnRole = (typeof columnRoles)[number]

/** The learnt models from which candidates are made. */
export interface ProposalModel {
  roles: Record<ColumnRole, LinearModel>
  table: LinearModel
  nested: LinearModel
  anchor: LinearModel
  shape: Record<ShapePart, LinearModel[]>
}

/** A `ProposalModel` as it is written down. */
export interface PackedProposalModel {
  roles: Record<ColumnRole, PackedLinearModel>
  table: PackedLinearModel
  nested: PackedLinearModel
  anchor: PackedLinearModel
  shape: Record<ShapePart, PackedLinearModel[]>
}

/** Reads the models that candidates are made from. */
export function unpackProposalModel(packed: PackedProposalModel): ProposalModel {
  return {
    roles: mapValues(columnRoles, (role) => unpackLinear(packed.roles[role])),
    table: unpackLinear(packed.table),
    nested: unpackLinear(packed.nested),
    anchor: unpackLinear(packed.anchor),
    shape: mapValues(shapePartNames, (part) => packed.shape[part].map(unpackLinear)),
  }
}

/** A record with a value for each of `names`. */
export function mapValues<Name extends string, Value>(
  names: readonly Name[],
  make: (name: Name) => Value,
): Record<Name, Value> {
  // The one cast: Object.fromEntries forgets the names that it was given.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every name is given a value
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Value>
}

const stacks = new WeakMap<object, LinearStack>()

function stackOf(owner: object, models: () => readonly LinearModel[]): LinearStack {
  const found = stacks.get(owner) ?? stackLinear(models())
  stacks.set(owner, found)
  return found
}

/** The probability of each role of a column, in the order of `columnRoles`. */
export function roleProbabilities({ roles }: ProposalModel, features: readonly number[]): number[] {
  const stack = stackOf(roles, () => columnRoles.map((role) => roles[role]))
  return Array.from(scoreStack(stack, features), logistic)
}

/** The log-probability of each class of each part of the shape. */
export function shapeLogs(
  { shape }: ProposalModel,
  features: readonly number[],
): Record<ShapePart, Map<string, number>> {
  const stack = stackOf(shape, () => shapePartNames.flatMap((part) => shape[part]))
  const scores = [...scoreStack(stack, features)]
  let from = 0
  return mapValues(shapePartNames, (part) => {
    const own = scores.slice(from, from + shape[part].length)
    from += own.length
    return classLogs(shapeParts[part], own)
  })
}

/** One score tells the second class from the first; more are one for each class. */
function classLogs(classes: readonly string[], scores: number[]): Map<string, number> {
  const [only] = scores
  if (scores.length === 1 && only !== undefined) {
    const yes = Math.min(1 - 1e-6, Math.max(1e-6, logistic(only)))
    return new Map([
      [classes[0] ?? '', Math.log(1 - yes)],
      [classes[1] ?? '', Math.log(yes)],
    ])
  }
  const logs = logSoftmax(scores)
  return new Map(classes.map((name, index) => [name, Math.max(-12, logs[index] ?? -12)]))
}
