import type { AnchorOption } from '../../generate/anchors.ts'
import type { LinkedQuestion } from '../../linking/link.ts'
import type { NameLink } from '../../linking/name-links.ts'
import type { SchemaIndex } from '../../schema/schema-index.ts'
import type { ColumnUse, QueryFragments } from './fragments.ts'
import type { QuestionWords } from './question-words.ts'

/** What of an option of an anchor tells where its value went. */
export type ChosenOption = Pick<AnchorOption, 'kind' | 'from' | 'to' | 'column'>

/** A column's use with the words that call for it. */
export interface AlignedUse extends ColumnUse {
  link: NameLink | undefined
  /** How many uses of the column stand before this one. */
  turn: number
  value: ChosenOption | undefined
}

/** What a query makes of each word of the question. */
export interface Alignment {
  uses: AlignedUse[]
  /** By token, what the query does with it; empty for words that say nothing of the schema. */
  tags: string[]
}

/** Aligns the words of a question with a query: each column with the words that name it, best link first, in order of mention. */
export function align(
  question: LinkedQuestion,
  words: QuestionWords,
  schema: SchemaIndex,
  { uses, tables }: QueryFragments,
  chosen: readonly ChosenOption[],
): Alignment {
  const tags: Set<string>[] = question.tokens.map(() => new Set())
  const turns = new Map<number, number>()
  const aligned = uses.map((use): AlignedUse => {
    const links = question.columns.get(use.column) ?? []
    const good = links
      .filter((link) => link.score >= (links[0]?.score ?? 0) - 0.15)
      .toSorted((one, other) => one.from - other.from)
    const turn = turns.get(use.column) ?? 0
    turns.set(use.column, turn + 1)
    const link = good[Math.min(turn, good.length - 1)]
    for (const at of link?.tokens ?? []) tags[at]?.add(use.role)
    const value = chosen.find((option) => option.kind === 'where' && option.column === use.column)
    return { ...use, link, turn, value }
  })
  for (const option of chosen)
    if (option.kind !== 'unused')
      for (let at = option.from; at < option.to; at += 1) tags[at]?.add(`V${option.kind.slice(0, 1)}`)
  const useful = new Set(uses.map((use) => schema.columns[use.column]?.table))
  for (const table of tables) {
    const used = useful.has(table)
    for (const at of question.tables.get(table)?.[0]?.tokens ?? [])
      if (!used || tags[at]?.size === 0) tags[at]?.add(used ? 'T' : 'Tx')
  }
  for (const { at } of words.content)
    if (tags[at]?.size === 0) tags[at]?.add(`U${words.named[at] ?? ((question.words[at]?.length ?? 0) > 0 ? 'm' : '')}`)
  return { uses: aligned, tags: tags.map((set) => [...set].toSorted().join('+')) }
}
