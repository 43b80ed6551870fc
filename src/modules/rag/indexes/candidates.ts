import { placeOfKey } from '../text/key-list.ts'
import { greatestStrength, type Postings } from '../text/postings.ts'

/** The passages that hold a term of a question, with what it is worth to hold it as strongly as can be. */
export type WeighedPostings = Postings & { weight: number }

const levels = 4_096
const stepsALookUp = 16
/** Sums of the same weights may differ by this share, in whatever order they are added. */
const rounding = 1 - 1e-9
// Room to work in, used anew for each question; all of it is 0 between two questions.
let sums = new Float64Array(0)
let allowed = new Uint8Array(0)
let touched = new Uint32Array(0)

const makeRoom = (lists: readonly Uint32Array[]): void => {
  const size = 1 + lists.reduce((most, keys) => Math.max(most, keys.at(-1) ?? 0), 0)
  if (size <= sums.length) return
  sums = new Float64Array(size + (size >> 2))
  allowed = new Uint8Array(sums.length)
  touched = new Uint32Array(sums.length)
}

const mark = (keys: Uint32Array, value: number): void => {
  for (const key of keys) allowed[key] = value
}

/** Sorts sums into levels, so that the best are known roughly without putting all in order. */
const createLevels = (highest: number) => {
  const perSum = highest > 0 ? (levels - 1) / highest : 0
  const counts = new Uint32Array(levels)
  const levelOf = (sum: number): number => Math.trunc(sum * perSum)
  return {
    levelOf,
    /** The level that the best `wanted` of these passages reach or exceed, and how many exceed it; level 0 when there are fewer. */
    top: (keys: Uint32Array, wanted: number): { level: number; above: number } => {
      counts.fill(0)
      for (const key of keys) {
        const level = levelOf(sums[key] ?? 0)
        counts[level] = (counts[level] ?? 0) + 1
      }
      let level = levels - 1
      let above = 0
      while (level > 0 && above + (counts[level] ?? 0) < wanted) above += counts[level--] ?? 0
      return { level, above }
    },
    /** A sum that is certainly not above any of this level. */
    floor: (level: number): number => (level === 0 ? 0 : (level / perSum) * rounding),
  }
}

/** Adds what holding a term is worth for all passages that hold it, and returns how many passages hold anything now. */
const add = ({ keys, strengths, weight }: WeighedPostings, before: number, isFiltered: boolean): number => {
  const share = weight / greatestStrength
  let count = before
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? 0
    if (isFiltered && allowed[key] === 0) continue
    const sum = sums[key] ?? 0
    if (sum === 0) touched[count++] = key
    sums[key] = sum + share * (strengths[i] ?? 0)
  }
  return count
}

/** The passages whose sums are the best `wanted`; of equals those with lower keys. */
const choose = (keys: Uint32Array, wanted: number, { levelOf, top }: ReturnType<typeof createLevels>): number[] => {
  const { level, above } = top(keys, wanted)
  const sure: number[] = []
  const competing: number[] = []
  for (const key of keys) {
    const reached = levelOf(sums[key] ?? 0)
    if (reached > level) sure.push(key)
    else if (reached === level) competing.push(key)
  }
  competing.sort((a, b) => (sums[b] ?? 0) - (sums[a] ?? 0) || a - b)
  return [...sure, ...competing.slice(0, wanted - above)]
}

/**
 * The passages that hold the most of a question, of those `permitted` (ascending; all when not given): those that adding up
 * for every passage what its terms are worth, by how strongly it holds them, puts first. Terms are taken by weight; once what
 * is left of them could not lift a passage among the best that holds nothing yet, the others are only looked up for those that
 * still may be among them (MaxScore, Turtle & Flood 1995).
 */
export const likeliest = (terms: readonly WeighedPostings[], wanted: number, permitted?: Uint32Array): number[] => {
  const lists = terms.filter(({ weight, keys }) => weight > 0 && keys.length > 0).sort((a, b) => b.weight - a.weight)
  makeRoom([...lists.map(({ keys }) => keys), ...(permitted ? [permitted] : [])])
  if (permitted) mark(permitted, 1)
  let left = lists.reduce((sum, { weight }) => sum + weight, 0)
  const scale = createLevels(left)
  let count = 0
  let next = 0
  let least = 0
  for (const list of lists) {
    // Asking how good the best are already takes as long as adding a list of so many.
    if (list.keys.length > count) {
      least = scale.floor(scale.top(touched.subarray(0, count), wanted).level)
      if (left < least * rounding) break
    }
    count = add(list, count, permitted !== undefined)
    left -= list.weight
    next++
  }
  let keys = touched.subarray(0, count)
  for (const { keys: holding, strengths, weight } of lists.slice(next)) {
    const reach = least * rounding - left
    const share = weight / greatestStrength
    keys = keys.filter((key) => (sums[key] ?? 0) >= reach)
    // Looking a few up is quicker than walking along a long list, and the other way round.
    if (keys.length * stepsALookUp < holding.length) {
      for (const key of keys) {
        const place = placeOfKey(holding, key)
        if (place >= 0) sums[key] = (sums[key] ?? 0) + share * (strengths[place] ?? 0)
      }
    } else
      for (let i = 0; i < holding.length; i++) {
        const key = holding[i] ?? 0
        const sum = sums[key] ?? 0
        if (sum > 0) sums[key] = sum + share * (strengths[i] ?? 0)
      }
    left -= weight
  }
  const chosen = choose(keys, wanted, scale)
  if (permitted) mark(permitted, 0)
  for (const key of touched.subarray(0, count)) sums[key] = 0
  return chosen
}
