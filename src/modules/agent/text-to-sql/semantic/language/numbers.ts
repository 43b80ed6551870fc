const units = new Map(
  Object.entries({
    zero: 0,
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    thirteen: 13,
    fourteen: 14,
    fifteen: 15,
    sixteen: 16,
    seventeen: 17,
    eighteen: 18,
    nineteen: 19,
    twenty: 20,
    thirty: 30,
    forty: 40,
    fifty: 50,
    sixty: 60,
    seventy: 70,
    eighty: 80,
    ninety: 90,
    dozen: 12,
  }),
)
const scales = new Map(Object.entries({ hundred: 100, thousand: 1000, million: 1e6, billion: 1e9 }))
const suffixes = new Map(Object.entries({ k: 1e3, m: 1e6, b: 1e9, bn: 1e9, mn: 1e6 }))

/** The number a digit string stands for (`1,200`, `$5.5`, `20%`, `3k`), or undefined. */
export function numberOfDigits(text: string): number | undefined {
  const match = /^[$€£]?(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)(k|m|b|bn|mn)?%?$/i.exec(text)
  if (match === null) return undefined
  return Number((match[1] ?? '').replaceAll(',', '')) * (suffixes.get((match[2] ?? '').toLowerCase()) ?? 1)
}

/** Reads a number in words (`two hundred`, `three`) at the start of `words`: its value and how many words it took. */
export function numberOfWords(words: string[]): { value: number; length: number } | undefined {
  const first = units.get(words[0] ?? '')
  const scale = scales.get(words[0] ?? '')
  if (first === undefined && (scale === undefined || scale < 1000)) return undefined
  let value = first ?? scale ?? 0
  let length = 1
  const next = units.get(words[1] ?? '')
  if (first !== undefined && first >= 20 && next !== undefined && next < 10) {
    value += next
    length = 2
  }
  for (let factor = scales.get(words[length] ?? ''); factor !== undefined; factor = scales.get(words[length] ?? '')) {
    value *= factor
    length += 1
  }
  return { value, length }
}

/** What a word like `million` multiplies the digits before it by, or undefined. */
export function scaleOf(word: string): number | undefined {
  return scales.get(word)
}
