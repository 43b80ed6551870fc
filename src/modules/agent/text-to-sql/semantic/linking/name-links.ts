import type { IndexedColumn, IndexedTable, ItemName, SchemaIndex } from '../schema/schema-index.ts'
import type { MatchKind, WordMatch } from './word-matches.ts'

/** A stretch of the question that may name a table or a column. */
export interface NameLink {
  from: number
  to: number
  /** 0 to 1: the share of the name that is matched, by strength. */
  score: number
  /** Every word of the name matched exactly. */
  exact: boolean
  /** The last word of the name, which says what it is, is matched. */
  head: boolean
  /** The weakest kind of match in it. */
  kind: MatchKind
  tokens: number[]
}

interface Hit {
  at: number
  position: number
  match: WordMatch
}

const kinds: MatchKind[] = ['exact', 'root', 'synonym', 'prefix', 'typo']
const widestGap = 3
const linksKept = 3

/** The links of every table and column, best first; items without any are left out. */
export function linkNames(
  matches: WordMatch[][],
  schema: SchemaIndex,
): { tables: Map<number, NameLink[]>; columns: Map<number, NameLink[]> } {
  const tableHits = new Map<number, Map<number, Hit[]>>()
  const columnHits = new Map<number, Map<number, Hit[]>>()
  const put = (hits: Map<number, Map<number, Hit[]>>, id: number, name: number, hit: Hit) => {
    const names = hits.get(id) ?? new Map<number, Hit[]>()
    hits.set(id, names)
    const list = names.get(name)
    if (list === undefined) names.set(name, [hit])
    else list.push(hit)
  }
  for (const [at, list] of matches.entries()) {
    for (const match of list) {
      for (const posting of schema.postings.get(match.word) ?? []) {
        const hit = { at, position: posting.position, match }
        if (posting.table !== undefined) put(tableHits, posting.table, posting.name, hit)
        if (posting.column !== undefined) put(columnHits, posting.column, posting.name, hit)
      }
    }
  }
  return { tables: best(tableHits, schema.tables), columns: best(columnHits, schema.columns) }
}

function best(hits: Map<number, Map<number, Hit[]>>, items: (IndexedTable | IndexedColumn)[]): Map<number, NameLink[]> {
  const links = new Map<number, NameLink[]>()
  for (const [id, names] of hits) {
    const found = [...names].flatMap(([name, list]) => {
      const words = items[id]?.names[name]
      return words === undefined ? [] : windows(list, words)
    })
    found.sort((one, other) => other.score - one.score || one.from - other.from)
    if (found.length > 0) links.set(id, found.slice(0, linksKept))
  }
  return links
}

function windows(hits: Hit[], name: ItemName): NameLink[] {
  const sorted = hits.toSorted((one, other) => one.at - other.at)
  const links: NameLink[] = []
  let window: Hit[] = []
  const flush = () => {
    if (window.length > 0) links.push(linkOf(window, name))
    window = []
  }
  for (const hit of sorted) {
    const last = window.at(-1)
    const repeats = window.some((each) => each.position === hit.position && each.at !== hit.at)
    if (last !== undefined && (hit.at - last.at > widestGap || repeats)) flush()
    window.push(hit)
  }
  flush()
  return links
}

function linkOf(hits: Hit[], name: ItemName): NameLink {
  const strongest = new Map<number, Hit>()
  for (const hit of hits) {
    const before = strongest.get(hit.position)
    if (before === undefined || before.match.strength < hit.match.strength) strongest.set(hit.position, hit)
  }
  const chosen = [...strongest.values()]
  const total = name.weights.reduce((sum, weight) => sum + weight, 0)
  const matched = chosen.reduce((sum, hit) => sum + (name.weights[hit.position] ?? 0) * hit.match.strength, 0)
  const tokens = [...new Set(hits.map((hit) => hit.at))]
  const used = [...new Set(chosen.map((hit) => hit.at))]
  return {
    from: Math.min(...used),
    to: Math.max(...used) + 1,
    score: total === 0 ? 0 : matched / total,
    exact: chosen.length === name.words.length && chosen.every((hit) => hit.match.kind === 'exact'),
    head: strongest.has(name.words.length - 1),
    kind: kinds[Math.max(...chosen.map((hit) => kinds.indexOf(hit.match.kind)))] ?? 'exact',
    tokens,
  }
}
