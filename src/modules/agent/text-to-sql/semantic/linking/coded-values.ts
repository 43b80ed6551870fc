import type { Token } from '../language/tokens.ts'
import type { SchemaIndex } from '../schema/schema-index.ts'
import type { ValueIndex } from '../values/value-index.ts'
import type { NameLink } from './name-links.ts'
import type { ValueLink } from './value-links.ts'

const yes = new Set(['y', 'yes', 't', 'true', '1'])
const no = new Set(['n', 'no', 'f', 'false', '0'])
const sexes = new Map([
  ['female', 'f'],
  ['woman', 'f'],
  ['girl', 'f'],
  ['lady', 'f'],
  ['male', 'm'],
  ['man', 'm'],
  ['boy', 'm'],
  ['gentleman', 'm'],
])
const negations = /^(?:not|no|never|without|non|isn't|aren't|don't|doesn't|didn't|wasn't)$/

/** Links of words to cells that stand for them by a code: "female" for `F`, and the name of a yes-or-no column for its `Y`. */
export function linkCodes(
  tokens: Token[],
  columns: Map<number, NameLink[]>,
  schema: SchemaIndex,
  values: ValueIndex,
): ValueLink[] {
  const links: ValueLink[] = []
  for (const column of schema.columns) {
    const few = values.few(column.id)
    if (few.length === 0) continue
    const lower = few.map((value) => value.toLowerCase().trim())
    if (lower.every((value) => value === 'f' || value === 'm')) links.push(...sexLinks(tokens, column.id, few))
    const link = columns.get(column.id)?.[0]
    if (
      link !== undefined &&
      link.score > 0.3 &&
      lower.some((value) => yes.has(value)) &&
      lower.every((value) => yes.has(value) || no.has(value))
    ) {
      const negated = tokens.slice(Math.max(0, link.from - 4), link.from).some((token) => negations.test(token.lower))
      const value = few.find((each) => (negated ? no : yes).has(each.toLowerCase().trim()))
      if (value !== undefined)
        links.push({
          from: link.from,
          to: link.to,
          column: column.id,
          value,
          kind: 'part',
          score: link.score,
          quoted: false,
        })
    }
  }
  return links
}

function sexLinks(tokens: Token[], column: number, few: string[]): ValueLink[] {
  return tokens.flatMap((token, at): ValueLink[] => {
    const code = sexes.get(token.lemma)
    const value = few.find((each) => each.toLowerCase().trim() === code)
    return value === undefined ? [] : [{ from: at, to: at + 1, column, value, kind: 'exact', score: 1, quoted: false }]
  })
}
