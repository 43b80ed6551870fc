/** Their stems may begin unlike the words. */
const odd = new Set(['tr', 'az', 'ga', 'fi', 'cs'])

/** Whether in a language a stem keeps how its word begins. */
export const keepsBeginnings = (language: string): boolean => !odd.has(language)

/** Five bits for each unit of a word: its letter, `y` as `i`, for these change places in stems; one number for all digits. */
const letters = new Uint8Array(0x80)
for (let code = 0x61; code <= 0x7a; code++) {
  letters[code] = (code === 0x79 ? 0x69 : code) & 0x1f
  letters[code & 0x5f] = letters[code] ?? 0
}
for (let code = 0x30; code <= 0x39; code++) letters[code] = 0x1b
/** Of a stem so long the third letter is the word's as well. */
const longStem = 4

/** A number for what three ASCII letters or digits begin with, whatever their case. */
export const beginningOf = (first: number, second: number, third: number): number =>
  ((letters[first] ?? 0) << 10) | ((letters[second] ?? 0) << 5) | (letters[third] ?? 0)

/** For each beginning 1 where an ASCII word that begins so may have one of the stems, in a language that keeps beginnings. */
export const beginningsOf = (stems: Iterable<string>): Uint8Array => {
  const table = new Uint8Array(1 << 15)
  for (const stem of stems) {
    const beginning = beginningOf(stem.charCodeAt(0), stem.charCodeAt(1), stem.charCodeAt(2))
    const free = stem.length >= longStem ? 0 : stem.length > 1 ? 5 : 10
    table.fill(1, (beginning >> free) << free, ((beginning >> free) + 1) << free)
  }
  return table
}
