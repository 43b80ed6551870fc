import { refused } from '../refusal.ts'
import { maxDepth } from '../tree.ts'
import { grammar } from './grammar.ts'

/** A node of the parse tree, its kind apart. */
export type Fields = Record<string, unknown>

/** Called for each node, parents first. `enclosing` holds the nodes around it, outermost first. */
export type Visit = (kind: string, fields: Fields, enclosing: readonly Fields[]) => void

/** Walks all of a tree, in every position; throws `sql_refused` at what the grammar does not list. */
export function walk(kind: string, fields: Fields, visit: Visit, enclosing: Fields[] = []): void {
  const allowed = grammar.get(kind)
  if (allowed === undefined) throw refused(`${describe(kind)} is not allowed`)
  if (enclosing.length > maxDepth) throw refused('it is nested too deeply')
  visit(kind, fields, enclosing)
  enclosing.push(fields)
  for (const [field, value] of Object.entries(fields)) {
    if (!allowed.has(field)) throw refused(`${describe(field)} is not allowed`)
    const bare = allowed.get(field)
    if (bare !== undefined && isFields(value)) walk(bare, value, visit, enclosing)
    else walkValue(value, visit, enclosing)
  }
  enclosing.pop()
}

function walkValue(value: unknown, visit: Visit, enclosing: Fields[]): void {
  if (Array.isArray(value)) {
    for (const item of value) walkValue(item, visit, enclosing)
    return
  }
  if (!isFields(value)) return
  for (const [kind, fields] of Object.entries(value)) {
    if (!isFields(fields)) throw refused('a part of it is not known')
    walk(kind, fields, visit, enclosing)
  }
}

/** Whether a value is a node. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const descriptions: Record<string, string> = {
  intoClause: 'SELECT INTO',
  lockingClause: 'FOR UPDATE or FOR SHARE',
  catalogname: 'another database',
  InsertStmt: 'INSERT',
  UpdateStmt: 'UPDATE',
  DeleteStmt: 'DELETE',
  MergeStmt: 'MERGE',
  RangeTableFunc: 'XMLTABLE',
  XmlExpr: 'XML',
}

function describe(name: string): string {
  return descriptions[name] ?? name
}

/** The text of each `String` node in a list, as names are written in the tree. */
export function namesIn(list: unknown): string[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((item: unknown) => {
    const text = isFields(item) && isFields(item['String']) ? item['String']['sval'] : undefined
    return typeof text === 'string' ? [text] : []
  })
}
