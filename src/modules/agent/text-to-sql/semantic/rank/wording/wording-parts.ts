import { hashText, joinHashes } from '../../model/hashing.ts'
import type { LinkedQuestion } from '../../linking/link.ts'
import type { Query } from '../../query/query.ts'
import type { SchemaIndex } from '../../schema/schema-index.ts'
import { align, type AlignedUse, type ChosenOption } from './alignment.ts'
import { columnSort, fragmentsOf } from './fragments.ts'
import { questionWords, type QuestionWords } from './question-words.ts'

/** The sorts of parts: the whole query, its clauses, its columns, and the question's words. */
export const partSorts = ['whole', 'clause', 'column', 'word'] as const

/** Features that some queries for a question share, as 32-bit hashes. */
export interface WordingPart {
  sort: (typeof partSorts)[number]
  features: Uint32Array
}

/** How the wording of one question goes with queries: which parts a query is made of. */
export interface Wording {
  /** All parts so far; queries name them by their place here. */
  parts: WordingPart[]
  partsOf(query: Query, chosen: readonly ChosenOption[]): number[]
}

/** Prepares a question. Parts are made once, however many queries share them. */
export function createWording(question: LinkedQuestion, schema: SchemaIndex): Wording {
  const words = questionWords(question)
  const parts: WordingPart[] = []
  const known = new Map<string, number>()
  const part = (sort: WordingPart['sort'], key: string, make: () => number[]): number => {
    const name = `${sort} ${key}`
    const found = known.get(name)
    if (found !== undefined) return found
    known.set(name, parts.length)
    parts.push({ sort, features: Uint32Array.from(make()) })
    return parts.length - 1
  }
  const withWords = (key: string) => {
    const own = hashText(key)
    return [own, ...words.asked.map((asked) => joinHashes(own, asked))]
  }
  return {
    parts,
    partsOf(query, chosen) {
      const taken = fragmentsOf(query, schema)
      const { uses, tags } = align(question, words, schema, taken, chosen)
      const whole = taken.fragments.toSorted().join(';')
      const found = [
        part('whole', whole, () => withWords(whole)),
        ...taken.fragments.map((fragment) => part('clause', fragment, () => withWords(fragment))),
        ...uses.map((use) =>
          part('column', `${use.column} ${use.role} ${use.turn} ${use.value?.from}`, () =>
            useFeatures(question, words, schema, use),
          ),
        ),
      ]
      const useful = new Set(uses.map((use) => schema.columns[use.column]?.table))
      for (const table of taken.tables) {
        const score = question.tables.get(table)?.[0]?.score
        const key = `table ${score === undefined ? 'none' : closeness(score)} ${useful.has(table)}`
        found.push(part('word', key, () => [hashText(key)]))
      }
      let before = -1
      const sequence: string[] = []
      for (const [at, tag] of tags.entries()) {
        if (tag === '') continue
        const last = before < 0 ? '^' : (tags[before] ?? '')
        const starts = tag !== last || at !== before + 1
        const ends = tags[at + 1] !== tag
        const from = before
        if (starts) sequence.push(tag.slice(0, 1))
        found.push(
          part('word', `${at} ${tag} ${last} ${from} ${starts} ${ends}`, () => [
            ...tagFeatures(words, at, tag),
            ...(starts ? startFeatures(words, at, tag, last, from) : []),
            ...(ends ? endFeatures(words, at, tag) : []),
          ]),
        )
        before = at
      }
      const order = `sequence ${sequence.join('')}`
      found.push(
        part('whole', `${order} ${whole}`, () => [hashText(order), joinHashes(hashText(order), hashText(whole))]),
      )
      return found
    },
  }
}

function closeness(score: number): string {
  return score > 0.95 ? 'whole' : score > 0.85 ? 'high' : score > 0.6 ? 'half' : score > 0.4 ? 'low' : 'weak'
}

function useFeatures(
  question: LinkedQuestion,
  words: QuestionWords,
  schema: SchemaIndex,
  { column: id, role, link, value }: AlignedUse,
): number[] {
  const column = schema.columns[id]
  if (column === undefined) return []
  const quality = link === undefined ? 'none' : closeness(link.score)
  const best = link === undefined ? 0 : Math.max(...link.tokens.map((at) => words.bestAt[at] ?? 0))
  const rival = link === undefined ? '' : link.score >= best - 1e-9 ? 'top' : link.score >= best - 0.2 ? 'near' : 'far'
  const table = closeness(question.tables.get(column.table)?.[0]?.score ?? 0)
  const sort = columnSort(column)
  const names = column.names[0]?.words ?? []
  const last = names.at(-1) ?? ''
  const fit = `${role} ${quality} ${rival}`
  const features = [
    fit,
    `${fit} ${sort}`,
    `${fit} ${sort} ${table}`,
    `${role} ${sort}`,
    `${fit} ${table} namesakes ${Math.min(3, column.namesakes)}`,
    `${role} last ${last}`,
    `${role} last ${last} ${quality}`,
  ].map(hashText)
  if (quality !== 'whole' && quality !== 'high') features.push(...associations(words, names, role))
  if (value === undefined) {
    if (role.includes('W')) features.push(hashText(`${role} no value ${quality}`))
    return features
  }
  const distance =
    link === undefined
      ? 'none'
      : link.to <= value.from
        ? `before ${Math.min(3, value.from - link.to)}`
        : link.from >= value.to
          ? `after ${Math.min(3, link.from - value.to)}`
          : 'over'
  features.push(
    ...[
      `distance ${distance} ${quality}`,
      `distance ${distance} ${quality} ${rival} ${sort}`,
      `${role} ${distance}`,
    ].map(hashText),
  )
  for (const name of names) {
    const own = hashText(`value of ${name}`)
    for (const list of [words.masked, words.plain]) {
      const one = list[value.from - 1] ?? 1
      features.push(joinHashes(own, one), joinHashes(own, joinHashes(one, list[value.from - 2] ?? 2)))
    }
  }
  return features
}

/** Words of the question beside words of the name of a column that none of them names. */
function associations(words: QuestionWords, names: string[], role: string): number[] {
  const does = hashText(/^[SWGO]/.exec(role)?.[0] ?? 'deeper')
  return names.flatMap((name) => {
    const own = hashText(name)
    return [
      ...words.content.flatMap(({ lemma }) => {
        const pair = joinHashes(own, lemma)
        return [pair, joinHashes(pair, does)]
      }),
      ...words.opening.map((opening) => joinHashes(joinHashes(own, opening), does)),
    ]
  })
}

function tagFeatures({ masked, plain }: QuestionWords, at: number, tag: string): number[] {
  const own = hashText(`tag ${tag}`)
  return [joinHashes(own, masked[at] ?? 0), joinHashes(hashText(`plain ${tag}`), plain[at] ?? 0)]
}

function startFeatures({ masked }: QuestionWords, at: number, tag: string, last: string, before: number): number[] {
  const own = hashText(`starts ${tag}`)
  const coarse = hashText(`starts like ${tag.slice(0, 1)}`)
  const [one, two] = [masked[at - 1] ?? 1, masked[at - 2] ?? 2]
  const pair = joinHashes(one, two)
  const after = joinHashes(own, hashText(last))
  const features = [
    joinHashes(own, one),
    joinHashes(own, pair),
    joinHashes(coarse, pair),
    after,
    joinHashes(after, one),
  ]
  if (at - before <= 5) {
    const between = masked.slice(before + 1, at).reduce(joinHashes, 3)
    features.push(
      joinHashes(after, between),
      joinHashes(joinHashes(coarse, hashText(last.slice(0, 1))), joinHashes(between, 4)),
    )
  }
  return features
}

function endFeatures({ masked }: QuestionWords, at: number, tag: string): number[] {
  const own = hashText(`ends ${tag}`)
  const coarse = hashText(`ends like ${tag.slice(0, 1)}`)
  const [one, two] = [masked[at + 1] ?? 5, masked[at + 2] ?? 6]
  const pair = joinHashes(one, two)
  return [joinHashes(own, one), joinHashes(own, pair), joinHashes(coarse, pair)]
}
