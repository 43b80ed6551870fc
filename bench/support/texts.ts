/** A stream of numbers between 0 and 1 that is the same for the same seed (mulberry32). */
export const randomNumbers = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const onsets = [
  'b',
  'br',
  'c',
  'cl',
  'd',
  'dr',
  'f',
  'fl',
  'g',
  'gr',
  'h',
  'l',
  'm',
  'n',
  'p',
  'pr',
  'r',
  's',
  'st',
  't',
  'tr',
  'v',
]
const nuclei = ['a', 'e', 'i', 'o', 'u', 'ea', 'ou', 'io']
const codas = ['', '', 'n', 'r', 's', 'l', 't', 'nd', 'st', 'ck']
const frequent = [
  'the',
  'of',
  'and',
  'to',
  'in',
  'is',
  'for',
  'that',
  'with',
  'as',
  'on',
  'by',
  'are',
  'from',
  'at',
  'an',
]

/** Words that look like words, the earlier the more frequent (Zipf). */
const vocabularyOf = (size: number, random: () => number): string[] => {
  const pick = (list: string[]): string => list[Math.floor(random() * list.length)] ?? ''
  const syllable = (): string => pick(onsets) + pick(nuclei) + pick(codas)
  const words = new Set(frequent)
  while (words.size < size) words.add(Array.from({ length: 1 + Math.floor(random() * 3) }, syllable).join(''))
  return [...words]
}

/** Makes texts in Markdown: headings, paragraphs, sentences, over a vocabulary as uneven as a language's. */
export const textMaker = (seed: number, vocabularySize = 40_000): ((characters: number) => string) => {
  const random = randomNumbers(seed)
  const vocabulary = vocabularyOf(vocabularySize, random)
  const word = (): string => vocabulary[Math.floor(vocabularySize ** random()) - 1] ?? 'the'
  const sentence = (): string => {
    const words = Array.from({ length: 6 + Math.floor(random() * 18) }, word).join(' ')
    return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
  }
  return (characters) => {
    const parts = [`# ${word()} ${word()} ${word()}`]
    for (let length = 0, paragraph = 1; length < characters; paragraph++) {
      const text = Array.from({ length: 2 + Math.floor(random() * 5) }, sentence).join(' ')
      if (paragraph % 5 === 0) parts.push(`## ${word()} ${word()}`)
      parts.push(text)
      length += text.length
    }
    return `${parts.join('\n\n')}\n`
  }
}
