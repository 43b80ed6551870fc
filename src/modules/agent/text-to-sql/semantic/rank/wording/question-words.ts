import { functionWords } from '../../language/function-words.ts'
import type { LinkedQuestion } from '../../linking/link.ts'
import { hashText, joinHashes } from '../../model/hashing.ts'

/** A question's words as hashes, those that name the schema or a value put out of sight. */
export interface QuestionWords {
  /** By token: its lemma, or what it names. */
  masked: number[]
  /** By token: the word itself, or that it is a value or a number. */
  plain: number[]
  /** Words, pairs of words, how the question begins and how many things it names. */
  asked: number[]
  /** How it begins: two words, three words. */
  opening: number[]
  /** Words that can name something, with the hash of the lemma. */
  content: { at: number; lemma: number }[]
  /** By token, the best score that any column has on it. */
  bestAt: number[]
  /** By token, what it names beyond doubt. */
  named: (Named | undefined)[]
}

type Named = 'COL' | 'TAB' | 'ANY'

const sure = 0.75

/** Reads the words of a linked question. */
export function questionWords(question: LinkedQuestion): QuestionWords {
  const { tokens } = question
  const bestAt = tokens.map(() => 0)
  const named: QuestionWords['named'] = tokens.map(() => undefined)
  for (const links of question.columns.values())
    for (const link of links)
      for (const at of link.tokens) {
        bestAt[at] = Math.max(bestAt[at] ?? 0, link.score)
        if (link.score >= sure) named[at] = 'COL'
      }
  for (const links of question.tables.values())
    for (const link of links)
      if (link.score >= sure)
        for (const at of link.tokens) named[at] = named[at] === undefined || named[at] === 'TAB' ? 'TAB' : 'ANY'
  const valued = tokens.map(() => false)
  for (const value of question.values)
    if (value.quoted || value.kind === 'exact')
      for (let at = value.from; at < value.to; at += 1) valued[at] ||= value.quoted || named[at] === undefined
  const words = tokens.map((token, at) => {
    if (valued[at]) return 'VAL'
    if (token.number !== undefined) return token.lower === 'one' ? 'one' : 'NUM'
    return token.kind === 'date' ? 'DATE' : (named[at] ?? token.lemma)
  })
  const lower = tokens.map((token, at) => (valued[at] ? 'VAL' : token.number === undefined ? token.lower : '#'))
  return {
    masked: words.map(hashText),
    plain: lower.map(hashText),
    ...askedFor(words, lower),
    content: tokens.flatMap((token, at) =>
      token.kind === 'word' && !valued[at] && !functionWords.has(token.lower)
        ? [{ at, lemma: hashText(token.lemma) }]
        : [],
    ),
    bestAt,
    named,
  }
}

function askedFor(words: string[], lower: string[]): Pick<QuestionWords, 'asked' | 'opening'> {
  const runs = words.filter((word, at) => word !== words[at - 1] || !/^[A-Z]+$/.test(word))
  const asked = new Set([...runs, ...lower].map(hashText))
  const pair = (list: string[], at: number) => joinHashes(hashText(list[at] ?? ''), hashText(list[at + 1] ?? ''))
  for (let at = 0; at + 1 < runs.length; at += 1) asked.add(pair(runs, at))
  for (let at = 0; at + 1 < lower.length; at += 1) asked.add(pair(lower, at))
  const times = (word: string) => Math.min(4, runs.filter((each) => each === word).length)
  const opening = [2, 3].map((length) => hashText(`opening ${words.slice(0, length).join(' ')}`))
  const counts = [
    `names ${times('COL')} ${times('TAB')} ${times('ANY')}`,
    `values ${times('VAL')} ${times('NUM')}`,
    `length ${Math.min(8, words.length >> 2)}`,
  ]
  for (const hash of [...opening, ...counts.map(hashText)]) asked.add(hash)
  return { asked: [...asked], opening }
}
