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

const endings = new Map([
  ['no', 'number'],
  ['num', 'number'],
  ['nbr', 'number'],
  ['nm', 'name'],
  ['cd', 'code'],
  ['dt', 'date'],
  ['name', 'name'],
  ['code', 'code'],
  ['date', 'date'],
  ['type', 'type'],
])
const shortened = /^([a-z]{2,4})(no|num|nbr|nm|cd|dt|name|code|date|type)$/

/** Cuts a word that shortens its table's name and ends in a usual ending: `deptno` in `departments` is the department's number. */
export function splitShortened(word: string, tableWords: readonly string[], known: ReadonlySet<string>): string[] {
  const [, start, ending] = known.has(word) ? [] : (shortened.exec(word) ?? [])
  const whole = tableWords.find((each) => start !== undefined && each.length > start.length && shortens(start, each))
  const last = endings.get(ending ?? '')
  return whole === undefined || last === undefined ? [word] : [whole, last]
}

/** Starts with the same letter and goes on with letters of the word in their order. */
function shortens(short: string, word: string): boolean {
  if (short[0] !== word[0]) return false
  let at = 0
  for (const letter of word) if (letter === short[at]) at += 1
  return at === short.length
}
