/** Units of one family, each with how many of the smallest it holds. */
const families: Record<string, number>[] = [
  { millisecond: 1, ms: 1, second: 1000, sec: 1000, minute: 60_000, min: 60_000, hour: 3_600_000, day: 86_400_000 },
  { byte: 1, kilobyte: 1024, kb: 1024, megabyte: 1_048_576, mb: 1_048_576, gigabyte: 1_073_741_824, gb: 1_073_741_824 },
  { millimeter: 1, mm: 1, centimeter: 10, cm: 10, meter: 1000, m: 1000, kilometer: 1_000_000, km: 1_000_000 },
  { gram: 1, g: 1, kilogram: 1000, kg: 1000, tonne: 1_000_000, ton: 1_000_000 },
]

/** What to multiply an amount in `spoken` by for a column whose name has `words`; undefined when the name says no unit of its family. */
export function unitFactor(spoken: string, words: readonly string[]): number | undefined {
  for (const family of families) {
    if (!Object.hasOwn(family, spoken)) continue
    const own = words.find((word) => Object.hasOwn(family, word) && word.length > 1)
    if (own !== undefined) return (family[spoken] ?? 1) / (family[own] ?? 1)
  }
  return undefined
}

const currencies = /^(?:euros?|eur|dollars?|usd|pounds?|gbp|yen|francs?|chf|crowns?|cents?)$/

/** Whether a word after a number says what the number counts, and so names nothing in a schema. */
export function isUnit(lower: string): boolean {
  return currencies.test(lower) || families.some((family) => Object.hasOwn(family, lower.replace(/s$/, '')))
}
