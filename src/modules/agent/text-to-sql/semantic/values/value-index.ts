import { lemma } from '../language/lemmas.ts'

/** A cell of a text column. */
export interface IndexedValue {
  column: number
  value: string
}

/** The text values of a database, found by their normalized words. Bounded: see the limits of `add`. */
export interface ValueIndex {
  /** Adds a value; false when the index is full. */
  add(column: number, value: string): boolean
  exact(key: string): IndexedValue[]
  /** Values in which a word occurs. */
  containing(word: string): IndexedValue[]
  /** Normalized keys one typing fault away from `key`. */
  nearly(key: string): IndexedValue[]
  readonly size: number
  readonly capacity: number
  /** Says that all values of a column are held. */
  markWhole(column: number): void
  isWhole(column: number): boolean
  /** Distinct values of a column that are indexed. */
  count(column: number): number
  /** The values of a column that has only a few. */
  few(column: number): string[]
}

const maxPerWord = 60
const fewValues = 4

/** Longer texts are no values that anyone names. */
export const longestValue = 100

/** The form in which values and question spans are compared: lower case, words only, one space between. */
export function normalizeValue(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('’', "'")
    .replaceAll(/[^\p{L}\d]+/gu, ' ')
    .trim()
}

/** Makes an empty index that holds at most `capacity` values. */
export function createValueIndex(capacity = 200_000): ValueIndex {
  const byKey = new Map<string, IndexedValue[]>()
  const byWord = new Map<string, IndexedValue[]>()
  const byLength = new Map<string, string[]>()
  const counts = new Map<number, number>()
  const samples = new Map<number, string[]>()
  const whole = new Set<number>()
  let size = 0

  const push = (map: Map<string, IndexedValue[]>, key: string, value: IndexedValue, limit: number) => {
    const list = map.get(key)
    if (list === undefined) map.set(key, [value])
    else if (list.length < limit) list.push(value)
  }

  return {
    add(column, value) {
      if (value.length > longestValue) return true
      const key = normalizeValue(value)
      if (key === '' || byKey.get(key)?.some((each) => each.column === column && each.value === value)) return true
      if (size >= capacity) return false
      size += 1
      counts.set(column, (counts.get(column) ?? 0) + 1)
      const sample = samples.get(column) ?? []
      if (sample.length <= fewValues) sample.push(value)
      samples.set(column, sample)
      const entry = { column, value }
      if (!byKey.has(key) && key.length >= 5) {
        const bucket = `${key.length}${key[0]}`
        const list = byLength.get(bucket)
        if (list === undefined) byLength.set(bucket, [key])
        else if (list.length < 3000) list.push(key)
      }
      push(byKey, key, entry, 200)
      const words = key.split(' ')
      const singular = words.map(lemma).join(' ')
      if (singular !== key) push(byKey, singular, entry, 200)
      if (words.length > 1 && words.length <= 10)
        for (const word of new Set(words)) if (word.length >= 2) push(byWord, word, entry, maxPerWord)
      return true
    },
    exact: (key) => byKey.get(key) ?? [],
    containing: (word) => byWord.get(word) ?? [],
    nearly(key) {
      if (key.length < 5) return []
      const found: IndexedValue[] = []
      for (const length of [key.length - 1, key.length, key.length + 1]) {
        for (const candidate of byLength.get(`${length}${key[0]}`) ?? []) {
          if (candidate !== key && withinOneEdit(candidate, key)) found.push(...(byKey.get(candidate) ?? []))
        }
      }
      return found
    },
    capacity,
    markWhole: (column) => void whole.add(column),
    isWhole: (column) => whole.has(column),
    get size() {
      return size
    },
    count: (column) => counts.get(column) ?? 0,
    few: (column) => ((samples.get(column)?.length ?? 0) <= fewValues ? (samples.get(column) ?? []) : []),
  }
}

/** One insertion, deletion, replacement or swap of neighbours apart. */
export function withinOneEdit(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false
  let at = 0
  while (at < one.length && at < other.length && one[at] === other[at]) at += 1
  const restOne = one.slice(at)
  const restOther = other.slice(at)
  if (one.length === other.length) {
    if (restOne.slice(1) === restOther.slice(1)) return true
    return restOne[0] === restOther[1] && restOne[1] === restOther[0] && restOne.slice(2) === restOther.slice(2)
  }
  return one.length > other.length ? restOne.slice(1) === restOther : restOne === restOther.slice(1)
}
