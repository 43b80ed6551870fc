import type { Condition, MetadataFilter, Scalar } from '../retrieve/filter.ts'
import { joinFragments, type Fragment } from './rows.ts'

const operators = { $eq: '=', $ne: '=', $gt: '>', $gte: '>=', $lt: '<', $lte: '<=' } as const

/** How one engine reads JSON; every value below comes in as a binding. */
interface JsonDialect {
  /** Holds when the value at the path, or an element of the list there, fulfils the test. */
  some(path: string[], test: Fragment): Fragment
  /** A test of one element. */
  test(operator: string, value: string | number | boolean): Fragment
  /** The test that one element is among these texts, or among these numbers. */
  among(values: readonly string[] | readonly number[]): Fragment
  exists(path: string[]): Fragment
  isNull: Fragment
}

const memberPath = (path: string[]): string => `$${path.map((part) => `."${part}"`).join('')}`

const areTexts = (values: readonly string[] | readonly number[]): boolean => typeof values[0] === 'string'

const sqlite: JsonDialect = {
  some: (path, test) => ({
    // Of an object json_each would give the members, and they are not what the path names.
    sql: `exists (select 1 from json_each(documents.metadata, ?) e
      where json_type(documents.metadata, ?) <> 'object' and ${test.sql})`,
    bindings: [memberPath(path), memberPath(path), ...test.bindings],
  }),
  test: (operator, value) => {
    if (typeof value === 'boolean') return { sql: 'e.type = ?', bindings: [String(value)] }
    if (typeof value === 'number')
      return { sql: `e.type in ('integer', 'real') and e.value ${operator} ?`, bindings: [value] }
    return { sql: `e.type = 'text' and e.value ${operator} ?`, bindings: [value] }
  },
  among: (values) => ({
    sql: `e.type in (${areTexts(values) ? `'text'` : `'integer', 'real'`}) and e.value in (select value from json_each(?))`,
    bindings: [JSON.stringify(values)],
  }),
  exists: (path) => ({ sql: 'json_type(documents.metadata, ?) is not null', bindings: [memberPath(path)] }),
  isNull: { sql: `e.type = 'null'`, bindings: [] },
}

/** The value at a path of members; unlike `#>`, no member is taken for a place in a list. */
const found = `jsonb_path_query_first(documents.metadata, ?::jsonpath, '{}', true)`

const postgres: JsonDialect = {
  some: (path, test) => ({
    sql: `exists (select 1 from (select ${found} as found) f, jsonb_array_elements(
      case jsonb_typeof(found) when 'array' then found else jsonb_build_array(found) end) e
      where found is not null and ${test.sql})`,
    bindings: [`strict ${memberPath(path)}`, ...test.bindings],
  }),
  test: (operator, value) => {
    if (typeof value === 'boolean') return { sql: 'e.value = ?::jsonb', bindings: [String(value)] }
    if (typeof value === 'number')
      return {
        sql: `case jsonb_typeof(e.value) when 'number' then (e.value)::numeric ${operator} ?::numeric else false end`,
        bindings: [String(value)],
      }
    return {
      sql: `jsonb_typeof(e.value) = 'string' and (e.value #>> '{}') collate "C" ${operator} ?`,
      bindings: [value],
    }
  },
  among: (values) => ({
    sql: `jsonb_typeof(e.value) = '${areTexts(values) ? 'string' : 'number'}'
      and e.value in (select jsonb_array_elements(?::jsonb))`,
    bindings: [JSON.stringify(values)],
  }),
  exists: (path) => ({ sql: `${found} is not null`, bindings: [`strict ${memberPath(path)}`] }),
  isNull: { sql: `e.value = 'null'::jsonb`, bindings: [] },
}

const not = (fragment: Fragment): Fragment => ({ sql: `not (${fragment.sql})`, bindings: fragment.bindings })

const equals = (path: string[], value: Scalar, dialect: JsonDialect): Fragment => {
  if (value !== null) return dialect.some(path, dialect.test('=', value))
  // As in MongoDB, what is missing equals null.
  return joinFragments([dialect.some(path, dialect.isNull), not(dialect.exists(path))], 'or', 'false')
}

const amongSql = (path: string[], values: readonly Scalar[], dialect: JsonDialect): Fragment => {
  const texts = values.filter((value) => typeof value === 'string')
  const numbers = values.filter((value) => typeof value === 'number')
  const others = [...new Set(values)].filter((value) => typeof value === 'boolean' || value === null)
  const tests = [texts, numbers]
    .filter((list) => list.length > 0)
    .map((list) => dialect.some(path, dialect.among(list)))
  return joinFragments([...tests, ...others.map((value) => equals(path, value, dialect))], 'or', '1 = 0')
}

const conditionSql = (condition: Condition, dialect: JsonDialect): Fragment => {
  const { path } = condition
  if (condition.kind === 'exists') return condition.wanted ? dialect.exists(path) : not(dialect.exists(path))
  if (condition.kind === 'among') {
    const any = amongSql(path, condition.values, dialect)
    return condition.negated ? not(any) : any
  }
  const { operator, value } = condition
  if (operator === '$eq') return equals(path, value, dialect)
  if (operator === '$ne') return not(equals(path, value, dialect))
  return value === null ? { sql: '1 = 0', bindings: [] } : dialect.some(path, dialect.test(operators[operator], value))
}

/** A condition over the table `documents` that holds for what the filter describes; alike in both engines. */
export const filterSql = (filter: MetadataFilter, engine: 'sqlite' | 'postgres'): Fragment => {
  const dialect = engine === 'sqlite' ? sqlite : postgres
  if (filter.kind === 'not') return not(filterSql(filter.part, engine))
  if ('parts' in filter)
    return joinFragments(
      filter.parts.map((part) => filterSql(part, engine)),
      filter.kind,
      filter.kind === 'and' ? '1 = 1' : '1 = 0',
    )
  return conditionSql(filter, dialect)
}
