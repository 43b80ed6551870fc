import type { AstNode } from 'sqlite3-parser'
import type { Reference } from '../tree.ts'
import type { Edit } from '../edit.ts'

/**
 * Many write `name = "Smith"` for SQLite, which reads a quoted name that it does not know as text. The engine is built
 * without that habit, since it makes a misspelt column look like text; so it is kept only where text is what one
 * expects: on the right of a comparison, in a list, in the arguments of a function.
 */
export function quotedTexts(
  sql: string,
  nodes: readonly { node: AstNode; parent: AstNode | undefined }[],
  references: readonly Reference[],
): Edit[] {
  const quoted = nodes.filter(({ node }) => node.type === 'Id' && sql[node.span.offset] === '"')
  if (quoted.length === 0) return []
  const known = knownNames(nodes, references)
  return quoted.flatMap(({ node, parent }) => {
    if (node.type !== 'Id' || parent === undefined || known.has(node.name.toLowerCase())) return []
    if (!expectsText(node, parent)) return []
    const { offset, length } = node.span
    return [{ start: offset, end: offset + length, text: `'${node.name.replaceAll("'", "''")}'` }]
  })
}

const comparisons = new Set(['Equals', 'NotEquals', 'Less', 'LessEquals', 'Greater', 'GreaterEquals', 'Is', 'IsNot'])

function expectsText(node: AstNode, parent: AstNode): boolean {
  if (parent.type === 'BinaryExpr')
    return parent.right === node && (comparisons.has(parent.op) || parent.op === 'Concat')
  if (parent.type === 'LikeExpr') return parent.rhs === node
  if (parent.type === 'InListExpr') return parent.lhs !== node
  if (parent.type === 'BetweenExpr') return parent.lhs !== node
  if (parent.type === 'WhenThen') return true
  return (
    parent.type === 'FunctionCallExpr' && parent.name !== node && parent.args !== undefined && parent.args.length > 1
  )
}

/** All that a name may mean in a statement: columns of its tables and whatever it names itself. */
function knownNames(nodes: readonly { node: AstNode }[], references: readonly Reference[]): Set<string> {
  const known = new Set(['rowid', 'oid', '_rowid_', 'true', 'false'])
  for (const { table } of references) for (const { name } of table.columns) known.add(name.toLowerCase())
  for (const { node } of nodes) {
    if (node.type === 'AsAs' || node.type === 'ElidedAs') known.add(node.name.text.toLowerCase())
    if (node.type === 'IndexedColumn') known.add(node.colName.text.toLowerCase())
  }
  return known
}
