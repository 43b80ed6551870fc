import { functionWords } from '../language/function-words.ts'
import type { LinkedQuestion } from '../linking/link.ts'
import type { NameLink } from '../linking/name-links.ts'
import type { IndexedColumn, IndexedTable, SchemaIndex } from '../schema/schema-index.ts'
import { hashFeature } from './hashing.ts'

const cues = new Set(
  `each every per by whose with having order sort rank of show what list than average total sum maximum minimum most least more less number many for in who where
  when which that highest lowest largest smallest not without both above below greater after before between both alphabetical descending ascending group common oldest youngest`.split(
    /\s+/,
  ),
)

/** What the features of all columns and tables of one question share. */
export interface RoleContext {
  question: LinkedQuestion
  schema: SchemaIndex
  words: string[]
  content: string[]
  opening: string
  cuesPresent: string[]
  tableScore(id: number): number
  /** The best score any column has on a token. */
  bestAt: Map<number, number>
  valueColumns: Map<number, number>
}

export function roleContext(question: LinkedQuestion, schema: SchemaIndex): RoleContext {
  const words = question.tokens.map((token) => (token.kind === 'number' ? '#' : token.lower))
  const bestAt = new Map<number, number>()
  for (const links of question.columns.values()) {
    for (const link of links) for (const at of link.tokens) bestAt.set(at, Math.max(bestAt.get(at) ?? 0, link.score))
  }
  const valueColumns = new Map<number, number>()
  for (const value of question.values) {
    if (value.column !== undefined)
      valueColumns.set(value.column, Math.max(valueColumns.get(value.column) ?? 0, value.score))
  }
  return {
    question,
    schema,
    words,
    content: [
      ...new Set(
        question.tokens.flatMap((token) =>
          token.kind === 'word' && !token.quoted && !functionWords.has(token.lower) ? [token.lemma] : [],
        ),
      ),
    ],
    opening: words.slice(0, 2).join(' '),
    cuesPresent: [...new Set(words.filter((word) => cues.has(word)))],
    tableScore: (id) => question.tables.get(id)?.[0]?.score ?? 0,
    bestAt,
    valueColumns,
  }
}

function bucket(score: number): number {
  return score >= 0.999 ? 6 : Math.floor(score * 6)
}

function around(context: RoleContext, link: NameLink, label: string, into: string[]): void {
  const { words } = context
  const at = (index: number) => (index < 0 ? '^' : (words[index] ?? '$'))
  const one = at(link.from - 1)
  const two = at(link.from - 2)
  const next = at(link.to)
  const after = at(link.to + 1)
  into.push(
    `${label}p1=${one}`,
    `${label}p2=${two} ${one}`,
    `${label}p3=${at(link.from - 3)} ${two} ${one}`,
    `${label}n1=${next}`,
    `${label}n2=${next} ${after}`,
    `${label}pn=${one}_${next}`,
  )
  let cue = ''
  for (let index = link.from - 1; index >= 0; index -= 1) {
    if (cues.has(at(index))) {
      cue = at(index)
      break
    }
  }
  let ahead = ''
  for (let index = link.to; index < Math.min(words.length, link.to + 5); index += 1) {
    if (cues.has(at(index)) || at(index) === '#') {
      ahead = at(index)
      break
    }
  }
  const place = Math.floor((4 * link.from) / Math.max(1, words.length))
  into.push(
    `${label}cue=${cue}`,
    `${label}ahead=${ahead}`,
    `${label}place=${place}`,
    `${label}place=${place}${context.opening}`,
    `${label}cues=${cue}_${ahead}`,
  )
}

/** The hashed features of a column, from which every role of a column is predicted. */
export function columnFeatures(context: RoleContext, column: IndexedColumn): number[] {
  const { question, schema } = context
  const links = question.columns.get(column.id) ?? []
  const link = links[0]
  const table = schema.tables[column.table]
  const tableScore = bucket(context.tableScore(column.table))
  const kind = `${column.kind}${column.isPrimary ? 'P' : ''}${column.isForeign ? 'F' : ''}${column.isNaming ? 'N' : ''}`
  const features: string[] = [`k=${kind}`, `t=${tableScore}`, `o=${context.opening}`, `ok=${context.opening}${kind}`]
  const quality = link === undefined ? 'none' : `${bucket(link.score)}${link.exact ? 'E' : ''}${link.head ? 'H' : ''}`
  const best = link === undefined ? 0 : Math.max(...link.tokens.map((at) => context.bestAt.get(at) ?? 0))
  const rival = link === undefined ? '' : link.score >= best - 1e-9 ? 'top' : link.score >= best - 0.2 ? 'near' : 'far'
  const value = context.valueColumns.get(column.id)
  const held = value === undefined ? '' : bucket(value)
  const short = link === undefined ? 'n' : link.score > 0.85 ? 'h' : link.score > 0.45 ? 'm' : 'l'
  features.push(
    `q=${quality}`,
    `qk=${quality}${kind}`,
    `qt=${quality}t${tableScore}`,
    `qr=${quality}${rival}`,
    `qrt=${quality}${rival}${tableScore}`,
    `v=${held}`,
    `vq=${held}${quality}`,
  )
  features.push(`nk=${Math.min(4, column.namesakes)}${quality}t${tableScore}`, `lk=${link?.kind}${short}`)
  features.push(`size=${short}${Math.min(3, Math.floor(Math.log2(schema.tables.length + 1)))}`)
  if (link !== undefined) {
    around(context, link, short, features)
    around(context, link, `${short}${kind}`, features)
    if (rival === 'top') around(context, link, `${short}top`, features)
    const tableLink = question.tables.get(column.table)?.[0]
    if (tableLink !== undefined) features.push(`gap=${short}${Math.max(-4, Math.min(4, tableLink.from - link.from))}`)
    const second = links[1]
    if (second !== undefined && second.score > link.score - 0.15) around(context, second, `2${short}`, features)
  }
  for (const cue of context.cuesPresent) features.push(`c=${cue}${short}`, `ck=${cue}${kind}${short}`)
  for (const word of column.names[0]?.words ?? []) {
    features.push(`w=${word}`, `wo=${word}${context.opening}`, `ws=${word}${short}`)
    if (short !== 'h') for (const other of context.content) features.push(`a=${other}~${word}`)
    if (short !== 'h') for (const cue of context.cuesPresent) features.push(`ac=${cue}~${word}`)
  }
  if (table !== undefined && table.isLink) features.push(`link=${short}`)
  return features.map(hashFeature)
}

/** The hashed features of a table, from which it is predicted whether the query reads it. */
export function tableFeatures(context: RoleContext, table: IndexedTable): number[] {
  const { question, schema } = context
  const link = question.tables.get(table.id)?.[0]
  const quality = link === undefined ? 'none' : `${bucket(link.score)}${link.exact ? 'E' : ''}${link.head ? 'H' : ''}`
  const short = link === undefined ? 'n' : link.score > 0.85 ? 'h' : link.score > 0.45 ? 'm' : 'l'
  let bestColumn = 0
  let topColumns = 0
  let held = 0
  for (const id of table.columns) {
    const columnLink = question.columns.get(id)?.[0]
    held = Math.max(held, context.valueColumns.get(id) ?? 0)
    if (columnLink === undefined) continue
    bestColumn = Math.max(bestColumn, columnLink.score)
    if (columnLink.score > 0.85 && columnLink.tokens.every((at) => (context.bestAt.get(at) ?? 0) <= columnLink.score))
      topColumns += 1
  }
  let neighbours = 0
  for (const edge of schema.edges) {
    const other = edge.fromTable === table.id ? edge.toTable : edge.toTable === table.id ? edge.fromTable : undefined
    if (other !== undefined && context.tableScore(other) > 0.85) neighbours += 1
  }
  const best =
    link === undefined
      ? 0
      : Math.max(
          ...[...question.tables.values()].map(
            (links) => links.find((each) => each.tokens.some((at) => link.tokens.includes(at)))?.score ?? 0,
          ),
        )
  const rival = link === undefined ? '' : link.score >= best - 1e-9 ? 'top' : 'far'
  const linkMark = table.isLink ? 'L' : ''
  const features = [
    `tq=${quality}`,
    `tqr=${quality}${rival}`,
    `tc=${short}${bucket(bestColumn)}`,
    `tn=${short}${Math.min(3, topColumns)}`,
    `tv=${short}${bucket(held)}`,
    `tl=${linkMark}${short}${Math.min(3, neighbours)}`,
    `ts=${short}${Math.min(3, Math.floor(Math.log2(schema.tables.length)))}`,
    `to=${short}${context.opening}`,
    `tcv=${short}${bucket(bestColumn)}${Math.min(3, topColumns)}${bucket(held)}`,
    `tw=${table.names[0]?.words.length}${quality}`,
  ]
  if (link !== undefined) around(context, link, `t${short}${rival}`, features)
  for (const cue of context.cuesPresent) features.push(`tcue=${cue}${short}`)
  for (const word of table.names[0]?.words ?? []) {
    features.push(`tw=${word}${short}`)
    if (short !== 'h') for (const other of context.content) features.push(`ta=${other}~${word}`)
  }
  return features.map(hashFeature)
}
