import type { VerifiedPair } from '../engine.ts'
import type { LinkedQuestion } from './linking/link.ts'

const openings =
  /^\s*(?:(?:ok|okay|and|now|so|then|but|what about|how about|what of|only|just|same (?:for|but)|instead|also|those|these|them|of those|for|in|by|per|sorted|sort(?: them| it)?|order(?: them| it)?)\b[\s,]*)+/i
const pointing = /\b(?:those|these|them|they|it|their|its|that one|the same|instead)\b/i

/** Whether a question only makes sense after the one before. */
export function isFollowUp(text: string): boolean {
  const words = text.trim().split(/\s+/).length
  if (/^\s*(?:and|what about|how about|only|just|same|instead|now|also|but|of those|then)\b/i.test(text)) return true
  return words <= 7 && (pointing.test(text) || /^\s*(?:for|in|by|per|sorted|sort|order)\b/i.test(text))
}

/**
 * Reads a follow-up as one whole question: a value of a column that the first question has a value of takes its place, as a
 * number takes a number's; anything else is said after it.
 */
export function joinFollowUp(previous: VerifiedPair, text: string, link: (text: string) => LinkedQuestion): string {
  const first = link(previous.question)
  const rest = text.replace(openings, '').replace(/[?.!\s]+$/, '')
  const second = link(rest)
  const base = previous.question.replace(/[?.!\s]+$/, '')
  for (const value of second.values.filter((each) => each.column !== undefined && each.kind === 'exact')) {
    const before = first.values.find((each) => each.column === value.column && each.kind === 'exact')
    if (before !== undefined)
      return replace(
        first,
        before.from,
        before.to,
        second.text.slice(second.tokens[value.from]?.start, second.tokens[value.to - 1]?.end),
      )
  }
  const number = second.tokens.find((token) => token.number !== undefined)
  const place = first.tokens.findIndex((token) => token.number !== undefined)
  if (number !== undefined && place >= 0) return replace(first, place, place + 1, number.text)
  const connective = /^(?:and\s+)?(for|in|by|per|sort(?:ed)?(?: them| it)? by|order(?:ed)?(?: them| it)? by)\b/i.exec(
    text.trim(),
  )?.[1]
  const said = rest.replace(/^by\s+/i, '')
  if (connective !== undefined) return `${base} ${connective.replace(/ (?:them|it)/i, '')} ${said}`
  return /^(?:from|in|with|whose|who|that|of|for)\b/i.test(said) ? `${base} ${said}` : `${base} with ${said}`
}

function replace(question: LinkedQuestion, from: number, to: number, by: string): string {
  return (
    question.text.slice(0, question.tokens[from]?.start) +
    by +
    question.text.slice(question.tokens[to - 1]?.end ?? question.text.length)
  )
}
