import { logistic, logSoftmax, scoreLinear, unpackLinear, type LinearModel, type PackedLinearModel } from './linear.ts'
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

/** The log-probability of each class of a part of the shape. */
export function shapeLogs(model: ProposalModel, part: ShapePart, features: readonly number[]): Map<string, number> {
  const models = model.shape[part]
  const classes = shapeParts[part]
  const [only] = models
  if (models.length === 1 && only !== undefined) {
    const yes = Math.min(1 - 1e-6, Math.max(1e-6, logistic(scoreLinear(only, features))))
    return new Map([
      [classes[0] ?? '', Math.log(1 - yes)],
      [classes[1] ?? '', Math.log(yes)],
    ])
  }
  const logs = logSoftmax(models.map((one) => scoreLinear(one, features)))
  return new Map(classes.map((name, index) => [name, Math.max(-12, logs[index] ?? -12)]))
}
