import { comparisonAround } from '../language/comparisons.ts'
import type { LinkedQuestion } from './link.ts'

const opens = /^(?:which|whose|that|where|with|has|have|having)$/
const farthest = 9

/**
 * Whether groups are wanted by how their average compares with a number: "studios whose average gross is above 4 million".
 * Not when the words say the average itself ("the average age of players taller than 180"), nor when a column is named so.
 */
export function comparesAverage({ tokens, columns }: LinkedQuestion): boolean {
  return tokens.some((token, at) => {
    if (!/^(?:average|avg|mean)$/.test(token.lower)) return false
    if (!tokens.slice(Math.max(0, at - 3), at).some(({ lower }) => opens.test(lower))) return false
    const isName = [...columns.values()].some((links) =>
      links.some((link) => link.score > 0.8 && link.tokens.includes(at)),
    )
    if (isName) return false
    return tokens.slice(at + 1, at + 1 + farthest).some(({ number }, after) => {
      const place = at + 1 + after
      return number !== undefined && comparisonAround(tokens, place, place + 1).cue !== ''
    })
  })
}
