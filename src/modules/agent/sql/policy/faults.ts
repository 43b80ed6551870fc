import type { FieldFault } from '../../../../platform/errors.ts'
import { closest } from '../closest.ts'
import type { Snapshot } from '../executor.ts'
import type { DatabasePolicy } from './policies.ts'

/**
 * Tables and columns that a policy names and the database does not have: most likely misspelt, and then unprotected.
 * Each with its place in the policy and the name that is most like it.
 */
export function policyFaults(policy: DatabasePolicy, { schema, firstSchema }: Snapshot): FieldFault[] {
  const fold = (name: string) => (schema.dialect === 'sqlite' ? name.toLowerCase() : name)
  const tables = new Map(
    schema.tables.flatMap((table) => [
      [fold(table.name), table],
      [fold(`${firstSchema ?? 'main'}.${table.name}`), table],
    ]),
  )
  const tableNames = schema.tables.map(({ name }) => name)
  const places = (['roles', 'users'] as const).flatMap((kind) =>
    Object.entries(policy[kind]).flatMap(([who, { tables: rules }]) =>
      Object.entries(rules).map(([name, rule]) => ({ path: `${kind}.${who}.tables.${name}`, name, rule })),
    ),
  )
  return places.flatMap(({ path, name, rule }): FieldFault[] => {
    if (name === '*') return []
    const table = tables.get(fold(name))
    if (table === undefined) return [{ path, message: absent(`table "${name}"`, closest(name, tableNames)) }]
    if (typeof rule === 'string') return []
    const columns = table.columns.map((column) => column.name)
    const known = new Set(columns.map(fold))
    return Object.keys(rule.columns)
      .filter((column) => !known.has(fold(column)))
      .map((column) => ({
        path: `${path}.columns.${column}`,
        message: absent(`column "${name}.${column}"`, closest(column, columns)),
      }))
  })
}

function absent(what: string, similar: string | undefined): string {
  const hint = similar === undefined ? '' : ` Did you mean ${similar}?`
  return `The policy names the ${what}, which is not there.${hint}`
}
