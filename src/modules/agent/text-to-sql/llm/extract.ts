/** What a model's answer says, once it is out of its wrappings. */
export type Extracted =
  { kind: 'sql'; sql: string; explanation: string } | { kind: 'unanswerable'; why: string } | { kind: 'nothing' }

const withoutThinking = (text: string): string => {
  const closed = text.replaceAll(/<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/gi, '')
  const lateEnd = /<\/think(?:ing)?>/i.exec(closed)
  const rest = lateEnd ? closed.slice(lateEnd.index + lateEnd[0].length) : closed
  return rest.replace(/<think(?:ing)?>[\s\S]*$/i, '').trim()
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The end of the JSON object that begins at `start`, or -1. */
const objectEnd = (text: string, start: number): number => {
  let depth = 0
  let inText = false
  for (let at = start; at < text.length; at += 1) {
    const mark = text[at]
    if (inText) {
      if (mark === '\\') at += 1
      else if (mark === '"') inText = false
    } else if (mark === '"') inText = true
    else if (mark === '{') depth += 1
    else if (mark === '}') {
      depth -= 1
      if (depth === 0) return at + 1
    }
  }
  return -1
}

const objectsIn = (text: string): unknown[] => {
  const found: unknown[] = []
  for (let start = text.indexOf('{'); start >= 0;) {
    const end = objectEnd(text, start)
    const value = end < 0 ? undefined : parse(text.slice(start, end))
    if (value !== undefined) found.push(value)
    start = text.indexOf('{', value === undefined ? start + 1 : end)
  }
  return found
}

const textField = (object: Record<string, unknown>, ...names: string[]): string | undefined => {
  for (const name of names) {
    const value = object[name]
    if (typeof value === 'string' && value.trim() !== '') return value.trim()
  }
  return undefined
}

const tidy = (sql: string): string => sql.trim().replace(/(?:\s*;)+\s*$/, '')

/** Reads an object of the form that was asked for, or a tool call that carries it in its arguments. */
const ofObject = (value: unknown): Extracted | undefined => {
  if (!isObject(value)) return undefined
  const sql = textField(value, 'sql', 'query', 'sql_query', 'statement')
  if (sql !== undefined)
    return { kind: 'sql', sql: tidy(sql), explanation: textField(value, 'explanation', 'description') ?? '' }
  const why = textField(value, 'unanswerable', 'cannot_answer')
  if (why !== undefined) return { kind: 'unanswerable', why }
  for (const name of ['arguments', 'parameters', 'input', 'function', 'answer', 'result']) {
    const inner = value[name]
    const found = ofObject(typeof inner === 'string' ? parse(inner) : inner)
    if (found) return found
  }
  return undefined
}

const fence = /```[ \t]*([\w-]*)[^\n]*\n([\s\S]*?)(?:```|$)/g
const statement = /(?:^|\n)[ \t]*((?:select|with)\b[\s\S]*?)(?:;|\n[ \t]*\n|$)/i
const startsAsSql = /^\s*(?:--[^\n]*\n\s*|\/\*[\s\S]*?\*\/\s*|\(\s*)*(?:select|with)\b/i

/**
 * Finds the SQL in whatever a model says: the JSON that was asked for, a tool call, a fenced block, or a bare statement
 * among prose; thinking aloud is left out. Says so when the model says that the question cannot be answered.
 */
export const extract = (answer: string): Extracted => {
  const text = withoutThinking(answer)
  for (const object of objectsIn(text)) {
    const found = ofObject(object)
    if (found) return found
  }
  const blocks = [...text.matchAll(fence)].map(([, language = '', content = '']) => ({ language, content }))
  const block =
    blocks.find(({ language, content }) => /sql|sqlite|postgres/i.test(language) && startsAsSql.test(content)) ??
    blocks.find(({ content }) => startsAsSql.test(content))
  if (block) return { kind: 'sql', sql: tidy(block.content), explanation: '' }
  const bare = statement.exec(text.replaceAll('```', '\n'))?.[1]
  return bare === undefined ? { kind: 'nothing' } : { kind: 'sql', sql: tidy(bare), explanation: '' }
}
