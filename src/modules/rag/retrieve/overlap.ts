import { functionWords } from '../text/function-words.ts'
import { stemmerOf } from '../text/stem.ts'
import { wordsOf } from '../text/words.ts'

/** How much of a statement's content words a text holds, 0 to 1. */
export const coverageOfWords = (statement: string, text: string, language: string): number => {
  const stem = stemmerOf(language)
  const common = functionWords.get(language)
  const held = new Set(wordsOf(text, language).map(stem))
  const wanted = new Set(
    wordsOf(statement, language)
      .filter((word) => !common?.has(word))
      .map(stem),
  )
  let found = 0
  for (const word of wanted) if (held.has(word)) found++
  return wanted.size > 0 ? found / wanted.size : 0
}
