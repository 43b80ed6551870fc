import type { IndexedColumn, SchemaIndex } from './schema-index.ts'

const personal = /^(?:first|last|given|family|fore|sur|forename|surname)$/

const remembered = new WeakMap<SchemaIndex, Map<number, number[]>>()
const whole = /^(?:company|full|display|official|legal|business|organization|organisation)$/

/** The columns that people call a thing of this table by: the parts of a person's name, else its name or title, else its only text; none when it has none. */
export function namingColumns(schema: SchemaIndex, table: number): number[] {
  const known = remembered.get(schema) ?? new Map<number, number[]>()
  remembered.set(schema, known)
  const found = known.get(table) ?? findNamingColumns(schema, table)
  known.set(table, found)
  return found
}

function findNamingColumns(schema: SchemaIndex, table: number): number[] {
  const own = schema.tables[table]
  const columns = (own?.columns ?? []).flatMap((id) => schema.columns[id] ?? [])
  const words = (column: IndexedColumn) => column.names[0]?.words ?? []
  const person = columns.filter(
    (column) => words(column).at(-1) === 'name' && words(column).length === 2 && personal.test(words(column)[0] ?? ''),
  )
  const given = (column: IndexedColumn) => (/^(?:first|given|fore|forename)$/.test(words(column)[0] ?? '') ? 0 : 1)
  if (person.length > 1) return person.toSorted((one, other) => given(one) - given(other)).map((column) => column.id)
  const tableWords = own?.names[0]?.words ?? []
  const called = (wanted: string[]) => columns.find((column) => words(column).join(' ') === wanted.join(' '))
  const official = (column: IndexedColumn) =>
    words(column).length === 2 && words(column)[1] === 'name' && whole.test(words(column)[0] ?? '')
  const named =
    called(['name']) ??
    called([...tableWords, 'name']) ??
    called(tableWords) ??
    called(['title']) ??
    columns.find(official) ??
    person[0]
  if (named !== undefined) return [named.id]
  const naming = columns.filter((column) => column.isNaming && !column.isForeign && column.kind === 'text')
  if (naming.length > 0) return naming.length === 1 ? naming.map((column) => column.id) : []
  const texts = columns.filter((column) => column.kind === 'text' && !column.isPrimary && !column.isForeign)
  return texts.length === 1 ? texts.map((column) => column.id) : []
}
