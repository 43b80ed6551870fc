import type { Token } from '../language/tokens.ts'
import type { SchemaIndex } from '../schema/schema-index.ts'
import type { ValueLink } from './value-links.ts'

type Direction = 'from' | 'to'

const said: [RegExp, Direction][] = [
  [/^(?:from|leav(?:e|es|ing)|depart(?:s|ed|ing)?|originat(?:e|es|ed|ing)|exit(?:s|ing)?)$/, 'from'],
  [/^(?:to|into|toward|towards|arriv(?:e|es|ed|ing)|land(?:s|ed|ing)?|reach(?:es|ed|ing)?|bound)$/, 'to'],
]
const named: [RegExp, Direction][] = [
  [/^(?:from|origin|source|src|depart|departure|departing|sender|start|begin)$/, 'from'],
  [/^(?:to|destination|dest|dst|arrive|arrival|arriving|target|recipient|receiver|end)$/, 'to'],
]
const between = /^(?:the|a|an|city|town|airport|state|country|of|in|at|for)$/

/** Where one value stands in two columns, one for where things come from and one for where they go, leaves the one that is meant. */
export function directValues(tokens: readonly Token[], values: ValueLink[], schema: SchemaIndex): ValueLink[] {
  const directionOf = ({ column }: ValueLink): Direction | undefined => {
    const words = column === undefined ? [] : (schema.columns[column]?.names[0]?.words ?? [])
    return named.find(([pattern]) => words.some((word) => pattern.test(word)))?.[1]
  }
  return values.filter((value) => {
    const meant = directionBefore(tokens, value.from)
    const own = directionOf(value)
    if (meant === undefined || own === undefined || own === meant) return true
    return !values.some((other) => other.from === value.from && other.to === value.to && directionOf(other) === meant)
  })
}

function directionBefore(tokens: readonly Token[], from: number): Direction | undefined {
  for (let at = from - 1; at >= 0; at -= 1) {
    const word = tokens[at]?.lower ?? ''
    const found = said.find(([pattern]) => pattern.test(word))?.[1]
    if (found !== undefined || !between.test(word)) return found
  }
  return undefined
}
