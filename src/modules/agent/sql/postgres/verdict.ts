import { allowedFunctions } from './functions.ts'

/** A node of `EXPLAIN (VERBOSE, FORMAT JSON)`; only what is read here is named. */
export interface PlanNode {
  'Node Type': string
  'Plan Rows'?: number
  'Total Cost'?: number
  Schema?: string
  'Relation Name'?: string
  'Function Name'?: string
  Plans?: PlanNode[]
  [detail: string]: unknown
}

/** What a role may reach: relations by full name, and functions that views and row security of the database call. */
export interface Reach {
  relations: ReadonlySet<string>
  ownFunctions: ReadonlySet<string>
  /** The names of all functions that the server has and that are not allowed. */
  unlisted: ReadonlySet<string>
}

/** Why the engine lock refuses a statement. */
export interface Fault {
  kind: 'refused' | 'hidden' | 'expensive'
  why: string
}

/** Keys whose values are names or words, not expressions. */
const plainKeys = new Set([
  'Node Type', 'Parent Relationship', 'Strategy', 'Partial Mode', 'Join Type', 'Scan Direction', 'Index Name', 'Alias',
  'CTE Name', 'Subplan Name', 'Command', 'Operation', 'Cache Mode', 'Schema', 'Relation Name', 'Tuplestore Name',
  'Function Name', 'Table Function Name', 'Sampling Method', 'Query Identifier', 'Custom Plan Provider', 'Remote SQL',
]) // prettier-ignore

const refusedNodes = new Set(['ModifyTable', 'LockRows', 'Custom Scan'])

/** Words before an opening bracket that are no function: special forms and types with a length. */
const forms = new Set(
  `coalesce greatest least extract overlay position substring trim normalize row array exists any all in values operator
  grouping collation numeric decimal varying character char varchar bpchar bit timestamp time interval timestamptz timetz
  current_time current_timestamp localtime localtimestamp float setof hashed vector halfvec geometry geography
  json_value json_query json_exists json_scalar json_serialize json_array json_object json_arrayagg json_objectagg`.split(
    /\s+/,
  ),
)

const maxFunctionRows = 10_000_000

/**
 * The engine's own verdict: its plan says which relations it would read, which functions it would call, and how many
 * rows it expects. Nothing has run when this is known.
 */
export function examinePlan(plan: PlanNode, reach: Reach, maxRows: number): Fault | undefined {
  if (refusedNodes.has(plan['Node Type'])) return { kind: 'refused', why: 'it does more than read' }
  const relation = plan['Relation Name']
  if (relation !== undefined && !reach.relations.has(`${plan.Schema ?? ''}.${relation}`))
    return { kind: 'hidden', why: 'a table' }
  const called = plan['Function Name']
  const calls = [...(called === undefined ? [] : [called]), ...expressions(plan).flatMap(functionCalls)]
  const unknown = calls.find((name) => !allowedFunctions.has(name) && !forms.has(name) && !reach.ownFunctions.has(name))
  if (unknown !== undefined) return { kind: 'refused', why: `the function ${unknown} is not allowed` }
  const rows = plan['Plan Rows'] ?? 0
  if (rows > maxRows || (called !== undefined && rows > maxFunctionRows))
    return { kind: 'expensive', why: 'The database expects far too many rows on the way to this answer.' }
  for (const below of plan.Plans ?? []) {
    const fault = examinePlan(below, reach, maxRows)
    if (fault !== undefined) return fault
  }
  return undefined
}

function expressions(plan: PlanNode): string[] {
  return Object.entries(plan).flatMap(([key, value]) => {
    if (plainKeys.has(key) || key === 'Plans') return []
    if (typeof value === 'string') return [value]
    return Array.isArray(value) ? strings(value) : []
  })
}

function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(strings)
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(strings)
  return []
}

const token = /E'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"((?:[^"]|"")*)"(\()?|([\p{L}_][\p{L}\p{N}_$]*)(\()?/gsu

/** The names that stand directly before an opening bracket in an expression that PostgreSQL has written. */
export function functionCalls(expression: string): string[] {
  const names: string[] = []
  for (const [, quoted, afterQuoted, bare, afterBare] of expression.matchAll(token)) {
    if (quoted !== undefined && afterQuoted !== undefined) names.push(quoted.replaceAll('""', '"'))
    if (bare !== undefined && afterBare !== undefined) names.push(bare.toLowerCase())
  }
  return names
}
