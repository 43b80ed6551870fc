import type { Snapshot } from '../executor.ts'
import { kindOfType } from '../kind.ts'
import type { ColumnKind, ForeignKey, Table } from '../schema.ts'

/** Runs one of our own statements; each row is an object. */
export type Ask = <Row>(sql: string) => Promise<Row[]>

interface RelationRow {
  id: number
  schema: string
  name: string
  kind: 'r' | 'p' | 'v' | 'm' | 'f'
  rows: number
  comment: string | null
  first: boolean
}

interface ColumnRow {
  relation: number
  name: string
  type: string
  type_kind: string
  nullable: boolean
  comment: string | null
}

interface KeyRow {
  relation: number
  kind: 'p' | 'f'
  columns: string[]
  target: number
  references: string[]
}

const userSchemas = `n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'`

const relationsSql = `
  SELECT c.oid::int8::float8 AS id, n.nspname AS schema, c.relname AS name, c.relkind AS kind,
         GREATEST(c.reltuples, -1)::float8 AS rows, obj_description(c.oid, 'pg_class') AS comment,
         n.nspname = current_schema() AS first
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND ${userSchemas}
    AND has_schema_privilege(n.oid, 'USAGE') AND (has_table_privilege(c.oid, 'SELECT') OR has_any_column_privilege(c.oid, 'SELECT'))
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
  ORDER BY n.nspname, c.relname`

const columnsSql = `
  SELECT a.attrelid::int8::float8 AS relation, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type,
         t.typtype AS type_kind, NOT a.attnotnull AS nullable, col_description(a.attrelid, a.attnum) AS comment
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
       JOIN pg_type t ON t.oid = a.atttypid
  WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND ${userSchemas}
    AND has_column_privilege(c.oid, a.attnum, 'SELECT')
  ORDER BY a.attrelid, a.attnum`

const keysSql = `
  SELECT k.conrelid::int8::float8 AS relation, k.contype AS kind, k.confrelid::int8::float8 AS target,
         ARRAY(SELECT a.attname::text FROM unnest(k.conkey) WITH ORDINALITY u(n, i)
               JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n ORDER BY u.i) AS columns,
         ARRAY(SELECT a.attname::text FROM unnest(k.confkey) WITH ORDINALITY u(n, i)
               JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n ORDER BY u.i) AS references
  FROM pg_constraint k WHERE k.contype IN ('p', 'f') AND k.conparentid = 0`

/** What a view reads, and the partitions and heirs of a table; one step, closed below. */
const underlyingSql = `
  SELECT DISTINCT r.ev_class::int8::float8 AS upper, d.refobjid::int8::float8 AS lower
  FROM pg_rewrite r JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
  WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid <> r.ev_class
  UNION SELECT inhparent::int8::float8, inhrelid::int8::float8 FROM pg_inherits`

const namesSql = `
  SELECT c.oid::int8::float8 AS id, n.nspname AS schema, c.relname AS name
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f')`

/** Reads every relation that the role may select from. `underlying` uses full names, `schema.name`. */
export async function introspectPostgres(ask: Ask): Promise<Snapshot> {
  const relations = await ask<RelationRow>(relationsSql)
  const columns = groupBy(await ask<ColumnRow>(columnsSql), (row) => row.relation)
  const keys = groupBy(await ask<KeyRow>(keysSql), (row) => row.relation)
  const nameOf = new Map(relations.map((row) => [row.id, row.first ? row.name : `${row.schema}.${row.name}`]))

  const tables = relations.map((row): Table => {
    const own = keys.get(row.id) ?? []
    return {
      name: nameOf.get(row.id) ?? row.name,
      kind: row.kind === 'v' || row.kind === 'm' ? 'view' : 'table',
      columns: (columns.get(row.id) ?? []).map((column) => ({
        name: column.name,
        type: column.type,
        kind: kindOf(column),
        nullable: column.nullable,
        ...(column.comment !== null && { comment: column.comment }),
      })),
      primaryKey: own.find(({ kind }) => kind === 'p')?.columns ?? [],
      foreignKeys: own.flatMap((key): ForeignKey[] => {
        const table = key.kind === 'f' ? nameOf.get(key.target) : undefined
        return table === undefined ? [] : [{ columns: key.columns, table, references: key.references }]
      }),
      ...(row.comment !== null && { comment: row.comment }),
      ...(row.rows >= 0 && { rowCount: row.rows }),
    }
  })
  const [first] = await ask<{ schema: string | null }>('SELECT current_schema() AS schema')
  return {
    schema: { dialect: 'postgres', tables },
    firstSchema: first?.schema ?? 'public',
    fullNameOf: Object.fromEntries(
      relations.map((row) => [nameOf.get(row.id) ?? row.name, `${row.schema}.${row.name}`]),
    ),
    underlying: await readUnderlying(ask, nameOf),
  }
}

function kindOf({ type, type_kind: typeKind }: ColumnRow): ColumnKind {
  return typeKind === 'e' ? 'text' : kindOfType(type)
}

async function readUnderlying(ask: Ask, nameOf: Map<number, string>): Promise<Record<string, string[]>> {
  const steps = groupBy(await ask<{ upper: number; lower: number }>(underlyingSql), (row) => row.upper)
  if (steps.size === 0) return {}
  const names = await ask<{ id: number; schema: string; name: string }>(namesSql)
  const full = new Map(names.map((row) => [row.id, `${row.schema}.${row.name}`]))
  const underlying: Record<string, string[]> = {}
  for (const [id, name] of nameOf) {
    const reached = new Set<number>()
    const open = [id]
    for (let next = open.pop(); next !== undefined; next = open.pop())
      for (const { lower } of steps.get(next) ?? [])
        if (!reached.has(lower)) {
          reached.add(lower)
          open.push(lower)
        }
    if (reached.size > 0) underlying[name] = [...reached].flatMap((lower) => full.get(lower) ?? [])
  }
  return underlying
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => number): Map<number, Row[]> {
  const groups = new Map<number, Row[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}
