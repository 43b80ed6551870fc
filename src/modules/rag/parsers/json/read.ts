/** A value of JSON; numbers that a double would write otherwise are text. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }

const stringOrNumber = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/gu

/** JSON.parse (RFC 8259), but a number that a double would not write the same way is kept as text. */
export function parseJson(text: string): Json {
  const exact = /\d{16}|\d\.\d*0\b|\d[eE]/u.test(text)
    ? text.replace(stringOrNumber, (token) =>
        token.startsWith('"') || String(Number(token)) === token ? token : JSON.stringify(token),
      )
    : text
  const value: Json = JSON.parse(exact)
  return value
}

const stringCommentOrWord =
  /"[^"\\\n]*(?:\\.[^"\\\n]*)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\/|,(?=\s*[\]}])|-?\b(?:NaN|Infinity)\b/gu

/**
 * The values of what programs write and read as JSON though it is not quite: with comments and commas before a closing bracket
 * as in settings, with `NaN` as some languages write it, or several values after one another. Undefined for anything else.
 */
export function looseJson(text: string): Json[] | undefined {
  const strict = text.replace(stringCommentOrWord, (token) => {
    if (token.startsWith('"')) return token
    return /[NI]/u.test(token.slice(0, 2)) ? JSON.stringify(token) : ' '
  })
  const values: Json[] = []
  try {
    for (const source of valuesIn(strict)) values.push(parseJson(source))
  } catch {
    return undefined
  }
  return values.length > 0 ? values : undefined
}

/** The stretches of text that are one value each, told by their brackets. */
function* valuesIn(text: string): Generator<string> {
  let depth = 0
  let start = 0
  for (const { 0: token, index } of text.matchAll(/"[^"\\\n]*(?:\\.[^"\\\n]*)*"|[[\]{}]/gu)) {
    if (token === '[' || token === '{') depth++
    else if (token === ']' || token === '}') depth--
    if (depth > 0 || token.startsWith('"')) continue
    yield text.slice(start, index + 1)
    start = index + 1
  }
  if (text.slice(start).trim() !== '') yield text.slice(start)
}
