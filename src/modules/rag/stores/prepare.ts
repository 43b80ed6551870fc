import { createHash } from 'node:crypto'
import { analyse } from '../text/analyse.ts'
import { languageOf } from '../text/language.ts'
import type { NewChunk, NewEntry } from './passage-store.ts'

/** A passage with all that is computed from it. */
export interface PreparedChunk extends NewChunk {
  stems: readonly string[]
  signature: Buffer
  /** Of what is embedded: equal texts share one vector. */
  textHash: Buffer
}

/** A document with all that can be worked out before the transaction begins. */
export interface PreparedEntry {
  language: string
  chunks: PreparedChunk[]
}

/** What stands around a passage and helps to find it: title, headings, the header row of its table. */
const surroundings = (title: string, headingPath: readonly string[], context: string | undefined | null): string =>
  [title, ...headingPath, context ?? ''].filter((part) => part !== '').join('\n')

/** The text that a passage is found by, in words and in vectors: what stands around it, then itself. */
export const searchableText = (title: string, chunk: Pick<NewChunk, 'text' | 'headingPath' | 'context'>): string => {
  const spoken = chunk.text.trimStart().startsWith(title) ? '' : title
  const around = surroundings(spoken, chunk.headingPath, chunk.context)
  return around === '' ? chunk.text : `${around}\n${chunk.text}`
}

/** Analyses a document's passages: the costly part of writing, and done while no transaction is open. */
export const prepareEntry = ({ document, chunks }: NewEntry): PreparedEntry => {
  const language = languageOf(document.text)
  const prepared = Array.from(chunks, (chunk): PreparedChunk => {
    const text = searchableText(document.title, chunk)
    const textHash = createHash('sha256').update(text).digest().subarray(0, 16)
    const { stems, signature } = analyse(text, language)
    return { ...chunk, stems, signature: Buffer.from(signature.buffer), textHash }
  })
  return { language, chunks: prepared }
}
