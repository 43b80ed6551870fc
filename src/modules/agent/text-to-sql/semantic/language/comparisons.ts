import type { Comparison } from '../query/query.ts'
import type { Token } from './tokens.ts'

/** A comparison that the words around a number or value speak of. */
export interface SpokenComparison {
  operator: Comparison
  /** How it was recognised; a feature of ranking. */
  cue: string
}

const before: [RegExp, Comparison, string][] = [
  [
    /\b(?:at least|(?:more|greater|larger|higher|older|bigger|equal) (?:than )?or (?:equal|greater)(?: to| than)?|no less than|not less than|no fewer than|minimum(?: of)?|greater than or equal to|more than or equal to|from|since|starting|as many as|or after|reach(?:es|ed|ing)?)\s*$/,
    '>=',
    'at-least',
  ],
  [
    /\b(?:at most|(?:less|lower|smaller|fewer|younger) (?:than )?or equal(?: to)?|no more than|not more than|no greater than|maximum(?: of)?|less than or equal to|up to|until|not exceed(?:ing)?|within|no later than)\s*$/,
    '<=',
    'at-most',
  ],
  [/\b(?:not equal to|not|other than|is not|isn't|different from|excluding|except)\s*$/, '!=', 'not'],
  [
    /\b(?:more than|greater than|larger than|bigger than|higher than|longer than|older than|taller than|heavier than|later than|faster than|better than|above|over|exceed(?:s|ed|ing)?|after|beyond|>|more|greater|higher|larger|costlier than|wider than|richer than|further than|farther than|newer than|surpass(?:es|ed|ing)?|\w{3,}er than|more \w+ than)\s*$/,
    '>',
    'more',
  ],
  [
    /\b(?:less than|fewer than|smaller than|lower than|shorter than|younger than|earlier than|cheaper than|lighter than|slower than|below|under|before|prior to|<|less|fewer|lower|beneath|less \w+ than)\s*$/,
    '<',
    'less',
  ],
  [/\b(?:equal to|equals|exactly|of exactly|precisely|=|is|are|was|in)\s*$/, '=', 'equal'],
]
const after: [RegExp, Comparison, string][] = [
  [
    /^(?:\w+ ){0,2}(?:or more|or above|or over|or greater|or higher|or later|or older|and above|and over|or larger|\+|or after)\b(?! than)/,
    '>=',
    'or-more',
  ],
  [
    /^(?:\w+ ){0,2}(?:or less|or fewer|or below|or under|or earlier|or younger|and below|or lower|or smaller|or before)\b(?! than)/,
    '<=',
    'or-less',
  ],
]
const less = /\b(?:young\w*|short\w*|small\w*|low\w*|cheap\w*|earl\w+|light\w*|few\w*|less)\s+than\b(?! or )[^,]{0,12}$/
const units = /(?:(?:an?|the) \w+ of|the|a|an|year|of|\$|than|to)\s*$/

/** Reads the comparison in the words around the tokens [from, to). */
export function comparisonAround(tokens: Token[], from: number, to: number): SpokenComparison {
  const text = (start: number, end: number) =>
    tokens
      .slice(Math.max(0, start), end)
      .map((token) => token.lower)
      .join(' ')
  const lead = text(from - 6, from)
  const tail = text(to, to + 5)
  for (const [pattern, operator, cue] of after) if (pattern.test(tail)) return { operator, cue }
  if (less.test(lead)) return { operator: '<', cue: 'less' }
  for (let trimmed = lead; ;) {
    for (const [pattern, operator, cue] of before) if (pattern.test(trimmed)) return { operator, cue }
    const shorter = trimmed.replace(units, '').trim()
    if (shorter === trimmed) return { operator: '=', cue: '' }
    trimmed = shorter
  }
}

const negation =
  /\b(?:not|n't|n’t|never|without|except|excluding|leaving out|apart from|ignoring|other than|outside|isn't|doesn't|don't|didn't|aren't|wasn't|neither|nor|no|any but|but not)\b/

/** True when a negation stands in the few words before `at`. */
export function negatedBefore(tokens: Token[], at: number, width = 5): boolean {
  const window = tokens.slice(Math.max(0, at - width), at)
  const stop = window.findLastIndex((token) => /^(?:[,;.]|but|and)$/.test(token.lower))
  return negation.test(
    window
      .slice(stop + 1)
      .map((token) => token.lower)
      .join(' '),
  )
}

/** The LIKE pattern that the words before a value ask for, if any: contains, starts with, ends with. */
export function likePattern(tokens: Token[], from: number, value: string): string | undefined {
  const lead = tokens
    .slice(Math.max(0, from - 7), from)
    .map((token) => token.lower)
    .join(' ')
  if (/\b(?:start(?:s|ing|ed)?|begin(?:s|ning)?|prefix\w*|initial\w*)\b(?: \S+){0,5}$/.test(lead)) return `${value}%`
  if (/\b(?:end(?:s|ing|ed)?|suffix\w*|finish\w*)\b(?: \S+){0,5}$/.test(lead)) return `%${value}`
  if (
    /\b(?:contain\w*|includ\w*|substring|letters?|words?|string|phrase|like|having|has|have|with)\b(?: \S+){0,4}$/.test(
      lead,
    )
  )
    return `%${value}%`
  return undefined
}
