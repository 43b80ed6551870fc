import iconv from 'iconv-lite'
import { writtenLanguages, type WrittenLanguage } from './languages.ts'

const sampleBytes = 16_384
const asciiCost = 3.4
const oddityCost = 4
const wordGain = 2
/** What is rare needs more to speak for it than what most files are written in. */
const priorCosts: [RegExp, number][] = [
  [/^(?:cp(?:85\d|862|737)|macintosh)$/u, 6],
  [/^windows1258$/u, 5],
  [/^(?:windows125[0457]|iso8859.*)$/u, 1.5],
]

/**
 * The charset of a text that is neither UTF-8 nor UTF-16: the one under which its bytes are the most likely
 * writing of some language. Each character costs the logarithm of how rare it is in that language; what no
 * text has (controls, a symbol amid letters, a capital after a small letter) costs more. Says nothing of ASCII.
 */
export function detectLegacyCharset(bytes: Uint8Array): string {
  const sample = sampleOf(bytes)
  let best = { charset: 'windows1252', cost: Infinity }
  const decoded = new Map<string, string>()
  const words = new Set(
    sample
      .toString('latin1')
      .toLowerCase()
      .split(/[^a-z\x80-\xff]+/u),
  )
  for (const language of writtenLanguages) {
    const costs = frequencyCosts(language)
    const gain = wordGain * (language.words?.split(' ').filter((word) => words.has(word)).length ?? 0)
    for (const charset of language.charsets) {
      const text = decoded.get(charset) ?? iconv.decode(sample, charset)
      decoded.set(charset, text)
      const prior = priorCosts.find(([pattern]) => pattern.test(charset))?.[1] ?? 0
      const cost = costOf(text, costs) + prior - gain
      if (cost < best.cost - 1e-9) best = { charset, cost }
    }
  }
  return best.charset
}

interface Costs {
  frequent: ReadonlySet<string>
  frequentCost: number
  otherCost: number
}

const knownCosts = new WeakMap<WrittenLanguage, Costs>()

function frequencyCosts(language: WrittenLanguage): Costs {
  const known = knownCosts.get(language)
  if (known) return known
  const frequent = new Set(language.frequent)
  const costs = {
    frequent,
    frequentCost: -Math.log(language.share / frequent.size),
    otherCost: -Math.log((1 - language.share) / language.others),
  }
  knownCosts.set(language, costs)
  return costs
}

const letter = /\p{L}/u
const capital = /\p{Lu}/u
const small = /\p{Ll}/u
const joining = /[\p{L}\p{M}\p{N}\p{P}\p{Z}\s]/u
const impossible = /[\p{Cc}\p{Cn}\p{Co}\uFFFD]/u

function costOf(text: string, { frequent, frequentCost, otherCost }: Costs): number {
  let cost = 0
  let previous = ' '
  for (const character of text) {
    if (character < '\x80') cost += asciiCost
    else if (frequent.has(character)) cost += frequentCost
    else if (impossible.test(character)) cost += otherCost + 2 * oddityCost
    else cost += otherCost + (joining.test(character) ? 0 : oddityCost)
    if (character >= '\x80' || previous >= '\x80') {
      if (small.test(previous) && capital.test(character)) cost += oddityCost
      if (letter.test(previous) && letter.test(character) && isLatin(previous) !== isLatin(character))
        cost += oddityCost
    }
    previous = character
  }
  return cost
}

/** Whether a letter is of the Latin script; texts do not change script inside a word. */
function isLatin(character: string): boolean {
  return /\p{Script=Latin}/u.test(character)
}

/** Lines with bytes outside ASCII, so that a long text in ASCII with a few of them is judged by those. */
function sampleOf(bytes: Uint8Array): Buffer {
  const lines: Uint8Array[] = []
  let taken = 0
  let start = 0
  while (start < bytes.length && taken < sampleBytes) {
    const feed = bytes.indexOf(10, start)
    const end = feed === -1 ? bytes.length : feed + 1
    const line = bytes.subarray(start, Math.min(end, start + sampleBytes))
    if (line.some((byte) => byte >= 128)) {
      lines.push(line)
      taken += line.length
    }
    start = end
  }
  return Buffer.concat(lines)
}
