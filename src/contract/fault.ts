import type { z } from 'zod'

const nouns: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
}

const kindOf = (expected: string): string => nouns[expected] ?? expected

const bound = (limit: number | bigint, origin: string, word: 'least' | 'most'): string => {
  if (origin === 'string') return `must have at ${word} ${limit} characters`
  if (origin === 'array') return `must have at ${word} ${limit} items`
  return `must be at ${word} ${limit}`
}

/** What is wrong with a field, in words for whoever sent it; zod's own words where the schema brings its own. */
export const faultOf = (issue: z.core.$ZodIssue): string => {
  // A schema that says itself what is wrong says it best; zod's own sentences begin with these.
  if (!/^(Too small|Too big|Invalid input|Invalid option)\b/.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? `is missing; it must be ${kindOf(issue.expected)}`
        : `must be ${kindOf(issue.expected)}`
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? 'must not be empty'
        : bound(issue.minimum, issue.origin, 'least')
    case 'too_big':
      return bound(issue.maximum, issue.origin, 'most')
    case 'invalid_value':
      return `must be ${issue.values.map(String).join(' or ')}`
    default:
      return issue.message
  }
}
