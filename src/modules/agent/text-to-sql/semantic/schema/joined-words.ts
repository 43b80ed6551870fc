import { lemma } from '../language/lemmas.ts'

/** Cuts a word written together (`countrycode`) in two known words, if it is not known itself; else gives it back alone. */
export function splitJoinedWord(word: string, known: ReadonlySet<string>): string[] {
  if (word.length < 6 || known.has(word)) return [word]
  let best: string[] | undefined
  let bestLength = 0
  for (let at = 2; at <= word.length - 2; at += 1) {
    const head = lemma(word.slice(0, at))
    const tail = lemma(word.slice(at))
    const tailFits = known.has(tail) || tail === 'id'
    const shorter = Math.min(at, word.length - at)
    if (known.has(head) && tailFits && (shorter >= 3 || tail === 'id') && shorter > bestLength) {
      best = [head, tail]
      bestLength = shorter
    }
  }
  return best ?? [word]
}
