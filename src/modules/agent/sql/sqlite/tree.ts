import type { AstNode, Select, SelectStmt } from 'sqlite3-parser'
import { parseStmt } from './parser.ts'
import type { Visible } from '../policy/visible.ts'
import { notPermitted, refused } from '../refusal.ts'
import type { InspectTree, Reference } from '../tree.ts'
import { unreadable } from '../tree.ts'
import { allowedFunctions, allowedTableFunctions } from './functions.ts'
import type { Edit } from '../edit.ts'
import { mend } from '../edit.ts'
import { quotedTexts } from './quoted-text.ts'
import { walk } from './walk.ts'

/** The first lock for SQLite: the grammar of SQLite itself (parse.y), every node allowed by name. */
export const inspectSqliteTree: InspectTree = (sql, visible) => {
  const why = unreadable(sql)
  if (why !== undefined) throw refused(why)
  const root = parseOne(sql)
  const references: Reference[] = []
  const columns: string[] = []
  const nodes: { node: AstNode; parent: AstNode | undefined }[] = []

  walk(root, (node, enclosing) => {
    nodes.push({ node, parent: enclosing.at(-1) })
    if (node.type === 'QualifiedName') addReference(node, enclosing)
    else if (node.type === 'FunctionCallExpr' || node.type === 'FunctionCallStarExpr') checkFunction(node.name.name)
    else if (node.type === 'LikeExpr' && node.op === 'Regexp') throw refused('SQLite has no REGEXP; use LIKE or GLOB')
    else if (node.type === 'Id') columns.push(node.name)
    else if (node.type === 'QualifiedExpr') columns.push(node.column.text)
  })
  for (const column of columns) checkColumn(column, references, visible)
  return {
    sql: mend(sql, [...quotedTexts(sql, nodes, references), ...schemaPrefixes(nodes, references, visible)]),
    references,
    hasWith: root.body.with !== undefined,
    columnPrefixes: [],
    placeholders: 0,
  }

  function addReference(node: AstNode & { type: 'QualifiedName' }, enclosing: readonly AstNode[]) {
    const parent = enclosing.at(-1)
    const name = node.objName.text
    const schema = node.dbName?.text
    if (parent?.type === 'TableCallSelectTable') {
      if (schema !== undefined || !allowedTableFunctions.has(name.toLowerCase()))
        throw refused(`the table function ${name} is not allowed`)
      return
    }
    if (parent?.type === 'InTableExpr' && parent.args !== undefined)
      throw refused(`the table function ${name} is not allowed`)
    if (schema === undefined && isCte(name, enclosing)) return
    const table = visible.find(schema, name)
    const written = schema === undefined ? name : `${schema}.${name}`
    if (table === undefined) throw notPermitted(written, visible.similar(written))
    const start = node.dbName?.span.offset ?? node.objName.span.offset
    const end = node.objName.span.offset + node.objName.span.length
    const alias = parent?.type === 'TableSelectTable' && parent.alias !== undefined
    references.push({ table, start, end, qualified: schema !== undefined, alias })
  }
}

function parseOne(sql: string): SelectStmt {
  const parsed = parseStmt(sql)
  if (parsed.status !== 'ok') throw refused(`it cannot be parsed: ${parsed.errors[0]?.message ?? 'syntax error'}`)
  if (parsed.root.type !== 'SelectStmt') throw refused('only a SELECT can run here')
  return parsed.root
}

/** SQLite looks a bare name up in every WITH around it, as if all were RECURSIVE. */
function isCte(name: string, enclosing: readonly AstNode[]): boolean {
  const folded = name.toLowerCase()
  const selects = enclosing.filter((node): node is Select => node.type === 'Select')
  return selects.some((select) => select.with?.ctes.some(({ tblName }) => tblName.text.toLowerCase() === folded))
}

function checkFunction(name: string): void {
  if (!allowedFunctions.has(name.toLowerCase())) throw refused(`the function ${name} is not allowed`)
}

function checkColumn(column: string, references: readonly Reference[], visible: Visible): void {
  const folded = column.toLowerCase()
  const hidden = references.some(({ table }) => visible.hides(table, column))
  const shown = references.some(({ table }) => table.columns.some(({ name }) => name.toLowerCase() === folded))
  if (hidden && !shown) throw notPermitted(column, visible.similar(column))
}

/** For a caller whom a policy limits, tables are views outside `main`; so that prefix goes. */
function schemaPrefixes(
  nodes: readonly { node: AstNode }[],
  references: readonly Reference[],
  visible: Visible,
): Edit[] {
  if (!visible.limited) return []
  const ofTables = references
    .filter(({ qualified }) => qualified)
    .map(({ start, end, table }) => ({ start, end, text: `"${table.name.replaceAll('"', '""')}"` }))
  const ofColumns = nodes.flatMap(({ node }) =>
    node.type === 'QualifiedExpr' && node.schema !== undefined
      ? [{ start: node.schema.span.offset, end: node.table.span.offset, text: '' }]
      : [],
  )
  return [...ofTables, ...ofColumns]
}
