import { scanSync } from 'libpg-query'
import { unreadable } from '../tree.ts'
import { systemColumns } from './grammar.ts'
import type { Fault, Reach } from './verdict.ts'

/** Words that ask who or where the server is; with quotes they are columns. */
const askingWords = new Set(
  'current_user session_user user current_role system_user current_catalog current_schema'.split(' '),
)

/** Types that turn a name into what the catalogue knows of it. */
const catalogueTypes = new Set(
  `regclass regcollation regconfig regdictionary regnamespace regoper regoperator regproc regprocedure regrole
  regtype`.split(/\s+/),
)

/**
 * A plan does not show the expressions of LIMIT and VALUES. So the words of the statement, as the server's own scanner
 * sees them, are held against the server's own list of functions: none that is not allowed may be called anywhere.
 */
export function examineWords(sql: string, reach: Reach): Fault | undefined {
  const why = unreadable(sql, longestWithPolicies)
  if (why !== undefined) return { kind: 'refused', why }
  const words = wordsOf(sql)
  if (words === undefined) return { kind: 'refused', why: 'it cannot be read' }
  for (const [index, { text, quoted }] of words.entries()) {
    const before = words[index - 1]?.text
    const isLabel = before === '.' || before === 'as'
    if (/^u&"/i.test(text)) return { kind: 'refused', why: 'names with Unicode escapes are not allowed' }
    if (systemColumns.has(text) && before !== 'as') return { kind: 'hidden', why: text }
    if (catalogueTypes.has(text) || (askingWords.has(text) && !quoted && !isLabel))
      return { kind: 'refused', why: `${text} is not allowed` }
    if (words[index + 1]?.text === '(' && reach.unlisted.has(text))
      return { kind: 'refused', why: `the function ${text} is not allowed` }
  }
  return undefined
}

/** Policies make a statement longer. */
const longestWithPolicies = 200_000

/** The scanner's answer cannot be read when it holds one of these. None is part of a name that means anything. */
const unscannable = /[\u0001-\u0008\u000b\u000c\u000e-\u001f]/g // oxlint-disable-line no-control-regex -- these are meant

function wordsOf(sql: string): { text: string; quoted: boolean }[] | undefined {
  try {
    return scanSync(sql.replaceAll(unscannable, ' '))
      .tokens.filter(({ tokenName }) => !tokenName.endsWith('_COMMENT'))
      .map(({ text }) => {
        const quoted = text.startsWith('"')
        return { text: quoted ? text.slice(1, -1).replaceAll('""', '"') : text.toLowerCase(), quoted }
      })
  } catch {
    return undefined
  }
}
