/**
 * Reads the documents of a folder in the pool's processes, and compares with its `expected.json`: a list of
 * `{file, expect: "text" | "empty" | "error" | "error-or-text" | "text-or-error", phrases, in_order?, must_not?}`.
 * `npx tsx bench/documents.ts DIR`; phrases are compared after NFKC, without soft hyphens, white space collapsed.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createParsePool } from '../src/modules/rag/ingest/parse-pool.ts'
import { AppError } from '../src/platform/errors.ts'

interface Expectation {
  file: string
  expect: string
  phrases?: string[]
  in_order?: boolean
  must_not?: string[]
}

const directory = process.argv[2]
if (directory === undefined) throw new Error('Say which directory: npx tsx bench/documents.ts DIR')
const expectations: Expectation[] = JSON.parse(readFileSync(join(directory, 'expected.json'), 'utf8'))
const pool = createParsePool({ size: 2, memoryMegabytes: 256, timeoutMs: 60_000 })

let wrong = 0
for (const expected of expectations) {
  const started = performance.now()
  const { text, reason } = await outcomeOf(join(directory, expected.file))
  const fault = faultOf(expected, text, reason)
  if (fault !== undefined) wrong++
  const milliseconds = Math.round(performance.now() - started)
  console.log(
    `${fault === undefined ? 'right' : 'WRONG'}  ${expected.file}  ${reason ?? `${text.length} characters`}  ${milliseconds} ms  ${fault ?? ''}`,
  )
}
await pool.close()
console.log(`${expectations.length - wrong} of ${expectations.length} as expected`)
process.exitCode = wrong === 0 ? 0 : 1

async function outcomeOf(path: string): Promise<{ text: string; reason?: string }> {
  try {
    const { documents } = await pool.parse({ path })
    return { text: documents.map((document) => `${document.title ?? ''}\n${document.text}`).join('\n') }
  } catch (error) {
    if (!(error instanceof AppError) || error.details.reason === undefined) throw error
    return { text: '', reason: error.details.reason }
  }
}

function faultOf(expected: Expectation, text: string, reason: string | undefined): string | undefined {
  const isError = reason !== undefined && reason !== 'no_text'
  if (expected.expect === 'empty') return reason === 'no_text' ? undefined : 'should be empty'
  if (expected.expect === 'error') return reason === undefined ? 'should be refused' : undefined
  if (expected.expect !== 'text') return undefined
  if (isError || reason !== undefined) return `should have text, but: ${reason}`
  const comparable = normalised(text)
  let position = 0
  for (const phrase of expected.phrases ?? []) {
    const found = comparable.indexOf(normalised(phrase), expected.in_order === true ? position : 0)
    if (found === -1) return `not found: ${phrase}`
    position = found
  }
  const unwanted = expected.must_not?.find((phrase) => comparable.includes(normalised(phrase)))
  return unwanted === undefined ? undefined : `should not be there: ${unwanted}`
}

function normalised(text: string): string {
  return text.normalize('NFKC').replaceAll('\u00AD', '').replace(/\s+/gu, ' ')
}
