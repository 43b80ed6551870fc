import { createHash } from 'node:crypto'
import type { Parameter, Snapshot } from '../executor.ts'
import type { Table } from '../schema.ts'
import type { Access, NarrowedTable } from './access.ts'
import { fullAccess } from './access.ts'
import { placeholdersIn } from './placeholders.ts'
import type { DatabasePolicy, TableRule } from './policies.ts'

/** Who asks, as far as data policies are concerned. */
export interface Caller {
  userId: string
  username: string
  role: string
  attributes: Readonly<Record<string, unknown>>
}

interface Rule {
  rule: TableRule
  policy: string
  /** Whether the entry names the table itself, and not "*". */
  named: boolean
}

/**
 * What a caller may read, by policy. A view or partition that the policy does not name is hidden when it shows what
 * a hidden or narrowed table holds: otherwise it would be a way around.
 */
export function accessFor(policy: DatabasePolicy | undefined, caller: Caller, snapshot: Snapshot): Access {
  if (policy === undefined) return fullAccess
  const { tables } = snapshot.schema
  const rules = new Map(tables.map(({ name }) => [name, ruleFor(policy, caller, name, snapshot)]))
  const hidden = new Set<string>()
  const narrowed: NarrowedTable[] = []
  const policies = new Set<string>()
  const attributes: Record<string, Parameter | Parameter[]> = {}

  for (const table of tables) {
    const found = rules.get(table.name)
    if (found === undefined || found.rule === 'visible') continue
    policies.add(found.policy)
    if (found.rule === 'hidden') {
      hidden.add(table.name)
      continue
    }
    const left = narrow(table, found.rule, caller, attributes, snapshot.schema.dialect === 'sqlite')
    if (left !== undefined) narrowed.push(left)
  }
  hideWaysAround(snapshot, rules, hidden, narrowed)

  if (hidden.size === 0 && narrowed.length === 0) return fullAccess
  const access = { hidden: [...hidden].sort(), sealed: sealedOf(snapshot, hidden, narrowed), narrowed, attributes }
  const key = createHash('sha256').update(JSON.stringify(access)).digest('base64url').slice(0, 22)
  return { ...access, key, policies: [...policies].sort() }
}

function ruleFor(policy: DatabasePolicy, caller: Caller, table: string, snapshot: Snapshot): Rule | undefined {
  const sources = [
    { policy: `user ${caller.username}`, tables: own(policy.users, caller.username)?.tables },
    { policy: `role ${caller.role}`, tables: own(policy.roles, caller.role)?.tables },
    { policy: 'role *', tables: own(policy.roles, '*')?.tables },
  ]
  for (const source of sources) {
    const named = entryFor(source.tables ?? {}, table, snapshot)
    if (named !== undefined) return { rule: named, policy: source.policy, named: true }
    const rest = own(source.tables ?? {}, '*')
    if (rest !== undefined) return { rule: rest, policy: source.policy, named: false }
  }
  return undefined
}

/** Names compare without case in SQLite; in PostgreSQL a table of the first schema may be named in full. */
function entryFor(
  entries: Record<string, TableRule>,
  table: string,
  { schema, firstSchema }: Snapshot,
): TableRule | undefined {
  const exact = own(entries, table) ?? (firstSchema === undefined ? undefined : own(entries, `${firstSchema}.${table}`))
  if (exact !== undefined || schema.dialect !== 'sqlite') return exact
  const folded = table.toLowerCase()
  return Object.entries(entries).find(([name]) => name.toLowerCase() === folded)?.[1]
}

function own<Value>(record: Record<string, Value>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}

function narrow(
  table: Table,
  rule: Exclude<TableRule, string>,
  caller: Caller,
  attributes: Record<string, Parameter | Parameter[]>,
  ignoreCase: boolean,
): NarrowedTable | undefined {
  const fold = (name: string) => (ignoreCase ? name.toLowerCase() : name)
  const columnRules = new Map(Object.entries(rule.columns).map(([name, how]) => [fold(name), how]))
  const columns = table.columns
    .filter(({ name }) => columnRules.get(fold(name)) !== 'hidden')
    .map(({ name, type, kind }) => ({ name, type, kind, masked: columnRules.get(fold(name)) === 'masked' }))
  const untouched = columns.length === table.columns.length && columns.every(({ masked }) => !masked)
  if (untouched && rule.rows === undefined) return undefined
  return {
    name: table.name,
    columns,
    ...(rule.rows !== undefined && { rows: bindAttributes(rule.rows, caller, attributes) }),
  }
}

/** Collects the attributes that a predicate names. Without one of them there are no rows, whatever the predicate says. */
function bindAttributes(rows: string, caller: Caller, attributes: Record<string, Parameter | Parameter[]>): string {
  const known: Record<string, unknown> = {
    ...caller.attributes,
    user_id: caller.userId,
    username: caller.username,
    role: caller.role,
  }
  for (const name of placeholdersIn(rows)) {
    const value = own(known, name)
    const bound = Array.isArray(value) ? value.filter(isParameter) : isParameter(value) ? value : []
    if (Array.isArray(bound) && bound.length === 0) return '1 = 0'
    attributes[name] = bound
  }
  return rows
}

/** Those of the bound attributes that the predicates of some tables name. */
export function attributesOf(tables: readonly NarrowedTable[], { attributes }: Access): Access['attributes'] {
  const names = new Set(tables.flatMap(({ rows }) => (rows === undefined ? [] : placeholdersIn(rows))))
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => names.has(name)))
}

function isParameter(value: unknown): value is Exclude<Parameter, null> {
  return (
    typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
  )
}

function hideWaysAround(
  { schema, underlying, fullNameOf }: Snapshot,
  rules: Map<string, Rule | undefined>,
  hidden: Set<string>,
  narrowed: NarrowedTable[],
): void {
  const full = (name: string) => fullNameOf?.[name] ?? name
  const limited = new Set([...hidden, ...narrowed.map(({ name }) => name)].map(full))
  const belowLimited = new Set(
    schema.tables
      .filter((table) => table.kind === 'table' && limited.has(full(table.name)))
      .flatMap((table) => underlying[table.name] ?? []),
  )
  for (const { name } of schema.tables) {
    if (hidden.has(name) || rules.get(name)?.named === true) continue
    const shows = (underlying[name] ?? []).some((below) => limited.has(below))
    if (shows || belowLimited.has(full(name))) hidden.add(name)
  }
}

function sealedOf(
  { schema, underlying, fullNameOf }: Snapshot,
  hidden: ReadonlySet<string>,
  narrowed: readonly NarrowedTable[],
): string[] {
  const read = new Set(
    schema.tables.filter(({ name }) => !hidden.has(name)).flatMap(({ name }) => underlying[name] ?? []),
  )
  const predicates = narrowed
    .flatMap(({ rows }) => rows ?? [])
    .join('\n')
    .toLowerCase()
  return [...hidden]
    .filter(
      (name) =>
        !read.has(fullNameOf?.[name] ?? name) && !predicates.includes((name.split('.').at(-1) ?? name).toLowerCase()),
    )
    .sort()
}
