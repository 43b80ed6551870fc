import type { ColumnKind, DatabaseSchema } from '../../../sql/schema.ts'
import { lemma, root } from '../language/lemmas.ts'
import { lemmasOfName } from '../language/names.ts'
import { namingWords } from '../language/synonyms.ts'
import { splitJoinedWord, splitShortened } from './joined-words.ts'
import { keyGraph, type KeyEdge } from './key-graph.ts'
import type { DatabaseSemantics } from './semantics.ts'

/** One of the names a table or column goes by, as lemmas, each with its share in a match. */
export interface ItemName {
  words: string[]
  weights: number[]
}

/** A column as the engine sees it; `id` counts over the whole schema. */
export interface IndexedColumn {
  id: number
  table: number
  name: string
  names: ItemName[]
  kind: ColumnKind
  isPrimary: boolean
  isForeign: boolean
  /** Names a thing of its table: `name`, `title`, or the table's own name. */
  isNaming: boolean
  nullable: boolean
  /** How many columns of the schema share its name. */
  namesakes: number
  comment?: string
}

/** A table as the engine sees it. */
export interface IndexedTable {
  id: number
  name: string
  names: ItemName[]
  columns: number[]
  primaryKey: number[]
  /** Only points to others: a table of a many-to-many relation. */
  isLink: boolean
  isView: boolean
  comment?: string
}

/** A schema prepared for linking and join planning. */
export interface SchemaIndex {
  schema: DatabaseSchema
  tables: IndexedTable[]
  columns: IndexedColumn[]
  edges: KeyEdge[]
  /** Where each lemma occurs in names. */
  postings: Map<string, Posting[]>
  /** Lemmas by their root. */
  families: Map<string, string[]>
  /** Two words of a name that follow each other, by how they look written together. */
  joined: Map<string, [string, string]>
}

/** An occurrence of a lemma in the name of a table or column. */
export interface Posting {
  table?: number
  column?: number
  name: number
  position: number
}

const generic = new Set(['id', 'name', 'code', 'number', 'type', 'in', 'for'])

/** Prepares a schema: words of names, naming columns, keys declared and inferred. */
export function indexSchema(
  schema: DatabaseSchema,
  semantics: DatabaseSemantics = {},
  vocabulary: ReadonlySet<string> = namingWords,
): SchemaIndex {
  const tables: IndexedTable[] = []
  const columns: IndexedColumn[] = []
  const hiddenOf = (table: string) =>
    new Set(
      Object.entries(semantics.tables?.[table]?.columns ?? {}).flatMap(([name, each]) => (each.hidden ? [name] : [])),
    )
  const lexicon = ownWords(schema, vocabulary)
  for (const table of schema.tables) {
    const meaning = semantics.tables?.[table.name]
    if (meaning?.hidden) continue
    const tableWords = nameWords(table.name.split('.').at(-1) ?? table.name, lexicon)
    const tableInitial = tableWords[0]?.[0]
    const hidden = hiddenOf(table.name)
    const indexed: IndexedTable = {
      id: tables.length,
      name: table.name,
      names: [weigh(tableWords, []), ...(meaning?.synonyms ?? []).map((synonym) => weigh(lemmasOfName(synonym), []))],
      columns: [],
      primaryKey: [],
      isLink: false,
      isView: table.kind === 'view',
      ...comment(meaning?.description ?? table.comment),
    }
    const foreign = new Set(table.foreignKeys.flatMap((key) => key.columns.map((name) => name.toLowerCase())))
    for (const column of table.columns) {
      if (hidden.has(column.name)) continue
      const columnMeaning = meaning?.columns?.[column.name]
      const words = withoutInitial(nameWords(column.name, lexicon), tableInitial).flatMap((word) =>
        splitShortened(word, tableWords, lexicon),
      )
      const id = columns.length
      columns.push({
        id,
        table: indexed.id,
        name: column.name,
        names: [
          weigh(words, tableWords),
          ...(columnMeaning?.synonyms ?? []).map((synonym) => weigh(lemmasOfName(synonym), tableWords)),
        ],
        kind: column.kind,
        isPrimary: table.primaryKey.some((name) => name.toLowerCase() === column.name.toLowerCase()),
        isForeign: foreign.has(column.name.toLowerCase()),
        isNaming: isNaming(words, tableWords),
        nullable: column.nullable,
        namesakes: 0,
        ...comment(columnMeaning?.description ?? column.comment),
      })
      indexed.columns.push(id)
    }
    indexed.primaryKey = indexed.columns.filter((id) => columns[id]?.isPrimary)
    tables.push(indexed)
  }
  const edges = keyGraph(schema, tables, columns, semantics.joins)
  finish(tables, columns, edges)
  const postings = collectPostings(tables, columns)
  const families = new Map<string, string[]>()
  for (const word of postings.keys()) families.set(root(word), [...(families.get(root(word)) ?? []), word])
  return { schema, tables, columns, edges, postings, families, joined: joinedPairs([...tables, ...columns]) }
}

function comment(text: string | undefined): { comment?: string } {
  return text === undefined || text === '' ? {} : { comment: text }
}

function ownWords(schema: DatabaseSchema, vocabulary: ReadonlySet<string>): Set<string> {
  const own = new Set(vocabulary)
  for (const table of schema.tables) {
    for (const name of [table.name, ...table.columns.map((column) => column.name)]) {
      const words = lemmasOfName(name)
      if (words.length > 1) for (const word of words) if (word.length > 2) own.add(word)
    }
    for (const word of lemmasOfName(table.name)) if (word.length > 3) own.add(word)
  }
  return own
}

const fillers = new Set(['of', 'the', 'a', 'an', 'and'])

function nameWords(name: string, lexicon: ReadonlySet<string>): string[] {
  const words = lemmasOfName(name).flatMap((word) => splitJoinedWord(word, lexicon))
  const telling = words.filter((word) => !fillers.has(word))
  return telling.length > 0 ? telling : words
}

const initialled = /^([a-z])(name|type|date|code|title|number|id|no)$/

/** `bname` in a table `bank` is its name. */
function withoutInitial(words: string[], initial: string | undefined): string[] {
  return words.map((word) => {
    const match = initialled.exec(word)
    return match?.[2] !== undefined && match[1] === initial ? match[2] : word
  })
}

function weigh(words: string[], tableWords: string[]): ItemName {
  const weights = words.map((word) => {
    if (tableWords.includes(word) && words.length > 1 && words.some((other) => !tableWords.includes(other))) return 0.35
    if (/^\d+$/.test(word)) return 0.4
    return generic.has(word) ? 0.8 : 1
  })
  return { words, weights }
}

function isNaming(words: string[], tableWords: string[]): boolean {
  const last = words.at(-1)
  return last === 'name' || last === 'title' || words.join(' ') === tableWords.join(' ')
}

function finish(tables: IndexedTable[], columns: IndexedColumn[], edges: KeyEdge[]): void {
  const counts = new Map<string, number>()
  for (const column of columns) counts.set(column.name.toLowerCase(), (counts.get(column.name.toLowerCase()) ?? 0) + 1)
  for (const column of columns) column.namesakes = counts.get(column.name.toLowerCase()) ?? 1
  for (const edge of edges) {
    const from = columns[edge.from]
    if (from !== undefined) from.isForeign = true
  }
  for (const table of tables) {
    const foreign = table.columns.filter((id) => columns[id]?.isForeign).length
    table.isLink = foreign >= 2 && foreign >= table.columns.length - 2
  }
}

function joinedPairs(items: { names: ItemName[] }[]): Map<string, [string, string]> {
  const pairs = new Map<string, [string, string]>()
  for (const { words } of items.flatMap((item) => item.names)) {
    for (const [at, word] of words.entries()) {
      const next = words[at + 1]
      if (next !== undefined) pairs.set(lemma(word + next), [word, next])
    }
  }
  return pairs
}

function collectPostings(tables: IndexedTable[], columns: IndexedColumn[]): Map<string, Posting[]> {
  const postings = new Map<string, Posting[]>()
  const add = (names: ItemName[], place: { table?: number; column?: number }) => {
    for (const [name, { words }] of names.entries()) {
      for (const [position, word] of words.entries()) {
        const list = postings.get(word)
        if (list === undefined) postings.set(word, [{ ...place, name, position }])
        else list.push({ ...place, name, position })
      }
    }
  }
  for (const table of tables) add(table.names, { table: table.id })
  for (const column of columns) add(column.names, { column: column.id })
  return postings
}
