import type { AstNode } from 'sqlite3-parser'
import { refused } from '../refusal.ts'
import { maxDepth } from '../tree.ts'
import { allowedKinds } from './grammar.ts'

/** Called for each node, parents first. `enclosing` holds the nodes around it, outermost first. */
export type Visit = (node: AstNode, enclosing: readonly AstNode[]) => void

/** Walks all of a tree by its own properties, so that no position is passed over; throws `sql_refused`. */
export function walk(node: AstNode, visit: Visit, enclosing: AstNode[] = []): void {
  if (!allowedKinds.has(node.type)) throw refused(`${describe(node.type)} is not allowed`)
  if (enclosing.length > maxDepth) throw refused('it is nested too deeply')
  visit(node, enclosing)
  enclosing.push(node)
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const item of value) if (isNode(item)) walk(item, visit, enclosing)
    } else if (isNode(value)) walk(value, visit, enclosing)
  }
  enclosing.pop()
}

function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

function describe(kind: string): string {
  return kind === 'IndexedByIndexed' ? 'INDEXED BY' : kind.replace(/(?:Stmt|Expr)$/, '').toUpperCase()
}
