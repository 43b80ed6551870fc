import { createHash } from 'node:crypto'
import type { FieldFault } from '../../../../platform/errors.ts'
import { AppError } from '../../../../platform/errors.ts'
import type { Executor, Snapshot, StatementLimits } from '../executor.ts'
import type { Table } from '../schema.ts'
import type { Access } from './access.ts'
import { fullAccess } from './access.ts'
import { policyFaults } from './faults.ts'
import { placeholdersIn } from './placeholders.ts'
import type { DatabasePolicy } from './policies.ts'
import { visibleTo } from './visible.ts'

/** What is wrong with a policy: names that are not there, and row conditions that the database cannot run. */
export async function examinePolicy(
  policy: DatabasePolicy,
  snapshot: Snapshot,
  executor: Executor,
  limits: StatementLimits,
): Promise<FieldFault[]> {
  const faults = policyFaults(policy, snapshot)
  for (const { path, table, rows } of conditionsOf(policy, snapshot)) {
    const why = await tryCondition(rows, table, snapshot, executor, limits)
    if (why !== undefined) faults.push({ path, message: `The condition on the rows of "${table.name}" fails. ${why}` })
  }
  return faults
}

function conditionsOf(policy: DatabasePolicy, { schema, firstSchema }: Snapshot) {
  const fold = (name: string) => (schema.dialect === 'sqlite' ? name.toLowerCase() : name)
  return (['roles', 'users'] as const).flatMap((kind) =>
    Object.entries(policy[kind]).flatMap(([who, { tables }]) =>
      Object.entries(tables).flatMap(([name, rule]) => {
        const table = schema.tables.find((each) =>
          [fold(each.name), fold(`${firstSchema ?? 'main'}.${each.name}`)].includes(fold(name)),
        )
        if (table === undefined || typeof rule === 'string' || rule.rows === undefined) return []
        return [{ path: `${kind}.${who}.tables.${name}.rows`, table, rows: rule.rows }]
      }),
    ),
  )
}

/** Runs the condition as it would be run, for somebody whose attributes are all empty, over no rows. */
async function tryCondition(
  rows: string,
  table: Table,
  snapshot: Snapshot,
  executor: Executor,
  limits: StatementLimits,
): Promise<string | undefined> {
  const access: Access = {
    key: `trial ${createHash('sha256').update(`${table.name}\n${rows}`).digest('base64url')}`,
    hidden: [],
    sealed: [],
    narrowed: [{ name: table.name, columns: table.columns.map((column) => ({ ...column, masked: false })), rows }],
    attributes: Object.fromEntries(placeholdersIn(rows).map((name) => [name, null])),
    policies: [],
  }
  const full = snapshot.fullNameOf?.[table.name] ?? table.name
  const dot = snapshot.fullNameOf === undefined ? -1 : full.indexOf('.')
  const name = [full.slice(0, Math.max(0, dot)), full.slice(dot + 1)].filter(Boolean).map(quote).join('.')
  try {
    const inspection = executor.inspectTree(`SELECT 1 FROM ${name} LIMIT 0`, visibleTo(fullAccess, snapshot))
    await executor.run({ ...executor.applyPolicy(inspection, [], access, snapshot), access, limits })
    return undefined
  } catch (error) {
    if (error instanceof AppError && (error.code === 'unprocessable' || error.code === 'forbidden'))
      return error.message
    throw error
  }
}

function quote(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
