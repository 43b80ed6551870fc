import { AppError } from '../../../../../platform/errors.ts'
import type { DatabaseSchema } from '../../../sql/schema.ts'
import type { IndexedColumn, IndexedTable } from './schema-index.ts'

/** A way to join two tables: the column `from` points to the column `to`. */
export interface KeyEdge {
  from: number
  to: number
  fromTable: number
  toTable: number
  declared: boolean
}

/** The foreign keys of a schema: the declared ones, then those that names suggest where none is declared. */
export function keyGraph(
  schema: DatabaseSchema,
  tables: IndexedTable[],
  columns: IndexedColumn[],
  joins: readonly string[] = [],
): KeyEdge[] {
  const edges = [...declaredEdges(schema, tables, columns), ...joins.map((join) => writtenEdge(join, tables, columns))]
  const joined = new Set(edges.map((edge) => pairKey(edge.fromTable, edge.toTable)))
  const pointing = new Set(edges.map((edge) => edge.from))
  const byTable = tables.map((table) => table.columns.flatMap((id) => columns[id] ?? []))
  const targets = keyTargets(tables, byTable)
  for (const column of columns) {
    if (pointing.has(column.id)) continue
    for (const target of targets.get(wordsKey(column)) ?? []) {
      if (target.table === column.table || joined.has(pairKey(column.table, target.table)) || !sameKind(column, target))
        continue
      edges.push({ from: column.id, to: target.id, fromTable: column.table, toTable: target.table, declared: false })
    }
  }
  return edges
}

function declaredEdges(schema: DatabaseSchema, tables: IndexedTable[], columns: IndexedColumn[]): KeyEdge[] {
  const tableByName = new Map(tables.map((table) => [table.name.toLowerCase(), table]))
  const columnOf = (table: IndexedTable, name: string | undefined) =>
    table.columns.find((id) => columns[id]?.name.toLowerCase() === name?.toLowerCase())
  const edges: KeyEdge[] = []
  for (const table of schema.tables) {
    const source = tableByName.get(table.name.toLowerCase())
    if (source === undefined) continue
    for (const key of table.foreignKeys) {
      const target = tableByName.get(key.table.toLowerCase())
      if (target === undefined) continue
      const from = columnOf(source, key.columns[0])
      const to = columnOf(target, key.references[0]) ?? target.primaryKey[0]
      if (from === undefined || to === undefined) continue
      edges.push({ from, to, fromTable: source.id, toTable: target.id, declared: true })
    }
  }
  return edges
}

/** Reads `orders.customer_no = customers.no`. */
function writtenEdge(join: string, tables: IndexedTable[], columns: IndexedColumn[]): KeyEdge {
  const [from, to] = join.split('=').map((side) => {
    const parts = side.trim().toLowerCase().split('.')
    const table = tables.find((each) => each.name.toLowerCase() === parts.slice(0, -1).join('.'))
    return columns.find((each) => each.table === table?.id && each.name.toLowerCase() === parts.at(-1))
  })
  if (from === undefined || to === undefined)
    throw new AppError(
      'invalid',
      `The join "${join}" names no two columns; write one like orders.customer_no = customers.no.`,
    )
  return { from: from.id, to: to.id, fromTable: from.table, toTable: to.table, declared: true }
}

function keyTargets(tables: IndexedTable[], byTable: IndexedColumn[][]): Map<string, IndexedColumn[]> {
  const targets = new Map<string, IndexedColumn[]>()
  const add = (key: string, column: IndexedColumn) => targets.set(key, [...(targets.get(key) ?? []), column])
  for (const table of tables) {
    const own = byTable[table.id] ?? []
    const keys = own.filter((column) => column.isPrimary)
    const tableWords = table.names[0]?.words ?? []
    const named = own.find(
      (column) => wordsKey(column) === 'id' || wordsKey(column) === [...tableWords, 'id'].join(' '),
    )
    const key = keys.length === 1 ? keys[0] : keys.length === 0 ? named : undefined
    if (key === undefined) continue
    const words = wordsOf(key)
    if (words.length > 1 || !['id', 'name', 'code', 'number', 'year', 'date'].includes(words[0] ?? ''))
      add(words.join(' '), key)
    if (words.length === 1) add([...tableWords, ...words].join(' '), key)
    if (words.at(-1) === 'id') add(tableWords.join(' '), key)
  }
  return targets
}

function wordsOf(column: IndexedColumn): string[] {
  return column.names[0]?.words ?? []
}

function wordsKey(column: IndexedColumn): string {
  return wordsOf(column).join(' ')
}

function sameKind(one: IndexedColumn, other: IndexedColumn): boolean {
  return one.kind === other.kind || one.kind === 'other' || other.kind === 'other'
}

function pairKey(one: number, other: number): string {
  return one < other ? `${one}-${other}` : `${other}-${one}`
}
