import { escapeIdentifier } from 'pg'
import { mend } from '../edit.ts'
import type { Bound, Parameter } from '../executor.ts'
import type { Access, NarrowedColumn, NarrowedTable } from '../policy/access.ts'
import { replacePlaceholders } from '../policy/placeholders.ts'
import { refused } from '../refusal.ts'
import type { Inspection, Reference } from '../tree.ts'
import { qualifyTables } from './predicate.ts'

/**
 * Puts the caller's policy into a statement. For PostgreSQL a bare name means a CTE before it means a table, so a CTE
 * of the same name around the whole statement catches every bare use of a narrowed table, wherever it stands; a name
 * with its schema never means a CTE, and is replaced where it stands. There is no third way to name a table.
 */
export function applyPolicy(
  { sql, references, hasWith, columnPrefixes, placeholders }: Inspection,
  parameters: readonly Parameter[],
  access: Access,
  fullNameOf: Readonly<Record<string, string>>,
): Bound {
  if (placeholders > parameters.length) throw refused(`it has a placeholder $${placeholders} without a value`)
  const narrowed = new Map(access.narrowed.map((table) => [table.name, table]))
  const used = references.filter(({ table }) => narrowed.has(table.name))
  if (used.length === 0) return { sql, parameters: [...parameters] }

  const values = [...parameters]
  const bind = (value: Parameter) => `$${values.push(value)}`
  const selects = new Map<string, string>()
  for (const { table } of used) {
    const limits = narrowed.get(table.name)
    if (limits !== undefined && !selects.has(table.name))
      selects.set(table.name, selectOf(limits, fullNameOf, access, bind))
  }
  const places = used.filter(({ qualified }) => qualified).map((reference) => inPlace(sql, reference, selects))
  const body = mend(sql, [...places, ...columnPrefixes.map((prefix) => ({ ...prefix, text: '' }))])
  const bare = new Set(used.filter(({ qualified }) => !qualified).map(({ table }) => table.name))
  if (bare.size === 0) return { sql: body, parameters: values }
  const ctes = [...bare].map((name) => `${escapeIdentifier(name)} AS NOT MATERIALIZED (${selects.get(name)})`)
  const whole = hasWith ? `SELECT * FROM (${body}\n) AS answer` : `(${body}\n)`
  return { sql: `WITH ${ctes.join(', ')} ${whole}`, parameters: values }
}

/** `schema.table t` becomes `(SELECT …) t`; without an alias of its own the table's name becomes one. */
function inPlace(sql: string, { table, start, end, alias }: Reference, selects: ReadonlyMap<string, string>) {
  const command = /\bTABLE\s+$/i.exec(sql.slice(0, start))
  const name = alias ? '' : ` AS ${escapeIdentifier(table.name.split('.').at(-1) ?? table.name)}`
  const text = `${command === null ? '' : 'SELECT * FROM '}(${selects.get(table.name)})${name}`
  return { start: start - (command?.[0].length ?? 0), end, text }
}

/** `OFFSET 0` keeps the planner from trying the caller's conditions on rows that the predicate leaves out. */
function selectOf(
  { name: table, columns, rows }: NarrowedTable,
  fullNameOf: Readonly<Record<string, string>>,
  { attributes }: Access,
  bind: (value: Parameter) => string,
): string {
  const [schema = '', ...rest] = (fullNameOf[table] ?? table).split('.')
  const from = `${escapeIdentifier(schema)}.${escapeIdentifier(rest.join('.'))}`
  const select = `SELECT ${columns.map(columnOf).join(', ')} FROM ${from}`
  if (rows === undefined) return select
  const predicate = replacePlaceholders(rows, (name) => {
    const value = attributes[name] === undefined ? [] : attributes[name]
    return (Array.isArray(value) ? value : [value]).map(bind).join(', ')
  })
  return `${select} WHERE (${qualifyTables(predicate, fullNameOf)}\n) OFFSET 0`
}

function columnOf({ name, type, kind, masked }: NarrowedColumn): string {
  const quoted = escapeIdentifier(name)
  if (!masked) return quoted
  return kind === 'text' ? `'***'::text AS ${quoted}` : `NULL::${type} AS ${quoted}`
}
