import { loadModule, parseSync, SqlError } from 'libpg-query'
import type { Visible } from '../policy/visible.ts'
import { notPermitted, refused, tooExpensive } from '../refusal.ts'
import type { InspectTree, Reference } from '../tree.ts'
import { unreadable } from '../tree.ts'
import { allowedFunctions, extensionFunctions } from './functions.ts'
import { allowedTypes, systemColumns } from './grammar.ts'
import { byteOffsets, nameEnd, prefixEnd } from './source.ts'
import type { Fields } from './walk.ts'
import { isFields, namesIn, walk } from './walk.ts'

await loadModule()

/** The first lock for PostgreSQL: the server's own grammar, every node allowed by name. */
export const inspectPostgresTree: InspectTree = (sql, visible) => {
  const why = unreadable(sql)
  if (why !== undefined) throw refused(why)
  const { root, end } = parseOne(sql)
  const references: Reference[] = []
  const columns: string[] = []
  const columnPrefixes: { start: number; end: number }[] = []
  let placeholders = 0
  const offsets = byteOffsets(sql)
  walk('SelectStmt', root, (kind, fields, enclosing) => {
    if (kind === 'RangeVar') addReference(fields, enclosing)
    else if (kind === 'FuncCall') checkFunction(fields)
    else if (kind === 'TypeName') checkType(namesIn(fields['names']), visible)
    else if (kind === 'SQLValueFunction') checkValueFunction(String(fields['op']))
    else if (kind === 'A_Expr' || kind === 'SubLink') checkOperator(namesIn(fields['name'] ?? fields['operName']))
    else if (kind === 'ColumnRef') addColumn(fields)
    else if (kind === 'ParamRef') placeholders = Math.max(placeholders, Number(fields['number'] ?? 0))
    else if (kind === 'A_Indirection') columns.push(...namesIn(fields['indirection']))
    else if (kind === 'JoinExpr') columns.push(...namesIn(fields['usingClause']))
    else if (kind === 'RangeTableSample') checkSampling(namesIn(fields['method']))
    else if (kind === 'CommonTableExpr' && !isSelect(fields['ctequery'])) throw refused('a CTE may only read')
  })
  for (const column of columns) checkColumn(column, references, visible)
  return {
    sql: end === 0 ? sql : sql.slice(0, offsets(end)),
    references,
    hasWith: root['withClause'] !== undefined,
    columnPrefixes,
    placeholders,
  }

  function addColumn(fields: Fields) {
    const parts = Array.isArray(fields['fields']) ? fields['fields'] : []
    if (!isFields(parts.at(-1)?.['A_Star'])) columns.push(namesIn(parts).at(-1) ?? '')
    if (parts.length < 3) return
    const start = offsets(Number(fields['location'] ?? 0))
    columnPrefixes.push({ start, end: prefixEnd(sql, start) })
  }

  function addReference(fields: Fields, enclosing: readonly Fields[]) {
    const schema = typeof fields['schemaname'] === 'string' ? fields['schemaname'] : undefined
    const name = String(fields['relname'])
    if (fields['relpersistence'] !== 'p') throw refused('temporary tables are not allowed')
    if (schema === undefined && isCte(name, fields, enclosing)) return
    const table = visible.find(schema, name)
    const written = schema === undefined ? name : `${schema}.${name}`
    if (table === undefined) throw notPermitted(written, visible.similar(written))
    const start = offsets(Number(fields['location'] ?? 0))
    references.push({
      table,
      start,
      end: nameEnd(sql, start),
      qualified: schema !== undefined,
      alias: isFields(fields['alias']),
    })
  }
}

/** The one statement of a text, which must be a SELECT, and the byte at which it ends, or 0 for the end of the text. */
function parseOne(sql: string): { root: Fields; end: number } {
  let statements
  try {
    statements = parseSync(sql).stmts ?? []
  } catch (error) {
    if (!(error instanceof SqlError)) throw refused('it cannot be parsed')
    throw refused(`it cannot be parsed: ${error.message}`)
  }
  const [first] = statements
  if (statements.length !== 1 || !isFields(first?.stmt)) throw refused('it must be one statement')
  const [entry] = Object.entries(first.stmt)
  if (entry?.[0] !== 'SelectStmt' || !isFields(entry[1])) throw refused('only a SELECT can run here')
  const end = first?.stmt_len === undefined ? 0 : (first.stmt_location ?? 0) + first.stmt_len
  return { root: entry[1], end }
}

function isSelect(node: unknown): boolean {
  return isFields(node) && isFields(node['SelectStmt'])
}

/** Whether a bare name means a CTE: one of a WITH around it, in RECURSIVE any of them, else an earlier one. */
function isCte(name: string, reference: Fields, enclosing: readonly Fields[]): boolean {
  for (let depth = enclosing.length - 1; depth >= 0; depth--) {
    const around = enclosing[depth]
    const clause = around?.['withClause']
    if (!isFields(clause) || !Array.isArray(clause['ctes'])) continue
    const within = enclosing[depth + 1] === clause ? enclosing[depth + 2] : undefined
    for (const item of clause['ctes'] as unknown[]) {
      const cte = isFields(item) ? item['CommonTableExpr'] : undefined
      if (!isFields(cte)) continue
      if (cte === within && clause['recursive'] !== true) break
      if (cte['ctename'] === name && cte !== reference) return true
    }
  }
  return false
}

const homeSchemas = new Set(['pg_catalog', 'public'])
const generators: Record<string, number> = { repeat: 1, lpad: 1, rpad: 1 }
const maxGenerated = 1_000_000

function checkFunction(fields: Fields): void {
  const names = namesIn(fields['funcname'])
  const name = names.at(-1)?.toLowerCase() ?? ''
  const schema = names.length > 1 ? names[0] : undefined
  const known =
    schema === undefined || homeSchemas.has(schema) ? allowedFunctions.has(name) : extensionFunctions.has(name)
  if (!known || names.length > 2) throw refused(`the function ${names.join('.')} is not allowed`)
  const size = generators[name]
  if (size === undefined || !Array.isArray(fields['args'])) return
  const argument: unknown = fields['args'][size]
  const constant = isFields(argument) ? argument['A_Const'] : undefined
  const value = isFields(constant) && isFields(constant['ival']) ? Number(constant['ival']['ival'] ?? 0) : 0
  if (value > maxGenerated) throw tooExpensive(`${name} is asked for more than ${maxGenerated} characters.`)
}

function checkType(names: readonly string[], visible: Visible): void {
  const name = names.at(-1) ?? ''
  if (names.length <= 2 && allowedTypes.has(name) && (names.length === 1 || names[0] === 'pg_catalog')) return
  const written = names.join('.')
  const spellings = new Set([written, name, `"${name}"`])
  const used = visible.schema.tables.some(({ columns }) => columns.some(({ type }) => spellings.has(type)))
  if (!used) throw refused(`the type ${written} is not allowed`)
}

function checkValueFunction(op: string): void {
  if (!/_(?:DATE|TIME|TIMESTAMP|LOCALTIME|LOCALTIMESTAMP)(?:_N)?$/.test(op))
    throw refused('it asks who or where the server is')
}

function checkSampling(names: readonly string[]): void {
  if (names.length > 1 || !['bernoulli', 'system'].includes(names[0] ?? ''))
    throw refused('the sampling method must be BERNOULLI or SYSTEM')
}

function checkOperator(names: readonly string[]): void {
  const schema = names.length > 1 ? names[0] : undefined
  if (schema !== undefined && schema !== 'pg_catalog' && schema !== 'public')
    throw refused('an operator of another schema')
}

/** Hidden columns of the tables named, unless another of these tables shows a column of that name; the engine knows. */
function checkColumn(column: string, references: readonly Reference[], visible: Visible): void {
  if (systemColumns.has(column)) throw notPermitted(column, visible.similar(column))
  const hidden = references.some(({ table }) => visible.hides(table, column))
  const shown = references.some(({ table }) => table.columns.some(({ name }) => name === column))
  if (hidden && !shown) throw notPermitted(column, visible.similar(column))
}
