import type { Snapshot } from '../executor.ts'
import type { DatabasePolicy } from './policies.ts'

/** Tables and columns that a policy names and the database does not have: most likely misspelt, and then unprotected. */
export function policyFaults(policy: DatabasePolicy | undefined, { schema, firstSchema }: Snapshot): string[] {
  if (policy === undefined) return []
  const fold = (name: string) => (schema.dialect === 'sqlite' ? name.toLowerCase() : name)
  const tables = new Map(
    schema.tables.flatMap((table) => [
      [fold(table.name), table],
      [fold(`${firstSchema ?? 'main'}.${table.name}`), table],
    ]),
  )
  const rules = [...Object.values(policy.roles), ...Object.values(policy.users)].flatMap((each) =>
    Object.entries(each.tables),
  )
  const faults = rules.flatMap(([name, rule]) => {
    if (name === '*') return []
    const table = tables.get(fold(name))
    if (table === undefined) return [`The policy names the table "${name}", which is not there.`]
    if (typeof rule === 'string') return []
    const columns = new Set(table.columns.map((column) => fold(column.name)))
    const missing = Object.keys(rule.columns).filter((column) => !columns.has(fold(column)))
    return missing.map((column) => `The policy names the column "${name}.${column}", which is not there.`)
  })
  return [...new Set(faults)]
}
