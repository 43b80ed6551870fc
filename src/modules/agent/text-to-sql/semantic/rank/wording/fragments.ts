import { columnsIn, columnsInTerm, type Condition, type Expression, type Query } from '../../query/query.ts'
import { tablesOfPlan } from '../../query/plan-joins.ts'
import type { IndexedColumn, SchemaIndex } from '../../schema/schema-index.ts'

/** A column and what a query does with it. */
export interface ColumnUse {
  column: number
  role: string
}

/** What a query consists of, nested queries and the other side of a set operation included. */
export interface QueryFragments {
  /** Its clauses, columns and values left out. */
  fragments: string[]
  /** Each column in each of its roles, once. */
  uses: ColumnUse[]
  tables: number[]
}

/** Which sort of column it is: key, foreign key, name, and its type's first letter. */
export function columnSort(column: IndexedColumn | undefined): string {
  if (column === undefined) return ''
  const { isPrimary, isForeign, isNaming, kind } = column
  return `${isPrimary ? 'P' : ''}${isForeign ? 'F' : ''}${isNaming ? 'N' : ''}${kind.slice(0, 1)}`
}

/** Takes a query apart. */
export function fragmentsOf(query: Query, schema: SchemaIndex): QueryFragments {
  const fragments = new Set<string>()
  const uses = new Map<string, ColumnUse>()
  const tables = new Set<number>()
  const use = (expression: Expression, role: string) => {
    for (const column of columnsIn(expression)) uses.set(`${column} ${role}`, { column, role })
  }

  function visit(each: Query, path: string): void {
    const items = each.select.map(formOf)
    const figures = items.filter((item) => item !== 'column').toSorted()
    fragments.add(`${path}select ${items.length - figures.length} ${figures.join()}`)
    for (const figure of figures) fragments.add(`${path}shows ${figure}`)
    for (const item of each.select) use(item, `${path}S${item.aggregate ?? ''}`)
    group(each, path)
    order(each, path)
    for (const condition of each.where) meet(condition, `${path}W`)
    if (each.having !== undefined) meet(each.having, `${path}H`)
    if (each.where.length !== 1)
      fragments.add(`${path}where ${each.where.length > 1 && each.any ? 'any' : ''}${each.where.length}`)
    for (const table of tablesOfPlan(each.from)) tables.add(table)
    if (path === '') fragments.add(`joins ${each.from.steps.length}`)
    if (each.from.steps.some((step) => step.optional)) fragments.add(`${path}joins optional`)
    if (each.summary !== undefined) fragments.add(`${path}summary ${each.summary}`)
    for (const { by, descending } of each.further ?? [])
      fragments.add(`${path}further ${formOf(by)} ${descending ? 'down' : 'up'}`)
    if (each.compound === undefined) return
    fragments.add(`${path}${each.compound.operator}`)
    if (each.compound.operator === 'except') visit(each.compound.right, `${path}x`)
    else for (const condition of each.compound.right.where) meet(condition, `${path}W`)
  }

  function group(each: Query, path: string): void {
    if (each.group.length > 0) fragments.add(`${path}group`)
    for (const term of each.group) {
      const own = JSON.stringify(term)
      const shown = each.select.some((item) => item.aggregate === undefined && JSON.stringify(item.term) === own)
      const sort = term.kind === 'column' ? columnSort(schema.columns[term.column]).slice(0, -1) : term.kind
      fragments.add(`${path}group ${sort}${shown ? ' shown' : ''}`)
      for (const column of columnsInTerm(term)) uses.set(`${column} ${path}G`, { column, role: `${path}G` })
    }
  }

  function order(each: Query, path: string): void {
    if (each.order === undefined) {
      fragments.add(`${path}unordered`)
      return
    }
    const { by, descending } = each.order
    const direction = descending ? 'down' : 'up'
    const limit = each.limit === undefined ? 'all' : each.limit === 1 ? 'one' : 'few'
    fragments.add(`${path}order ${formOf(by)} ${direction} ${limit}`)
    fragments.add(`${path}order ${direction}`).add(`${path}limit ${limit}`)
    use(by, `${path}O${by.aggregate ?? ''}${direction}${limit === 'all' ? '' : 'few'}`)
  }

  function meet(condition: Condition, place: string): void {
    const operator = 'operator' in condition ? condition.operator : condition.kind
    const value = condition.kind === 'compare' ? typeof condition.value : condition.kind === 'columns' ? 'column' : ''
    fragments.add(`${place} ${formOf(condition.left)} ${operator} ${value}`)
    const inner = condition.kind === 'query' ? condition.query.select[0] : undefined
    use(condition.left, `${place}${condition.left.aggregate ?? ''}${inner === undefined ? '' : 'query'}${operator}`)
    if (condition.kind === 'columns') use(condition.right, `${place}right`)
    if (condition.kind !== 'query') return
    const { where } = condition.query
    fragments.add(`${place} ${operator} query ${inner === undefined ? '' : formOf(inner)} ${where.length}`)
    visit(condition.query, `${place}q`)
  }

  visit(query, '')
  return { fragments: [...fragments], uses: [...uses.values()], tables: [...tables] }
}

function formOf({ aggregate, distinct, term }: Expression): string {
  if (aggregate === undefined) return term.kind
  return aggregate === 'count' ? `count ${distinct ? 'distinct' : term.kind}` : aggregate
}
