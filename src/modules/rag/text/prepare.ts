import { hash } from 'node:crypto'
import { languageOf } from './language.ts'
import type { NewChunk, NewEntry } from '../stores/passage-store.ts'

/** A passage as it is stored; its text is what its document has between `start` and `end`. */
export type PreparedChunk = Omit<NewChunk, 'text'>

/** The length of a passage's hash, in bytes. */
export const hashBytes = 16

/** A document with all that can be worked out before the transaction begins. Plain data, so that another thread may do it. */
export interface PreparedEntry {
  language: string
  chunks: PreparedChunk[]
  /** For each passage a hash of what is embedded: equal texts share one vector. */
  textHashes: Uint8Array
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

/** Takes a document's passages apart: the costly part of writing, and done while no transaction is open. */
export const prepareEntry = ({ document, chunks }: Pick<NewEntry, 'document' | 'chunks'>): PreparedEntry => {
  const language = languageOf(document.text)
  const prepared: PreparedChunk[] = []
  let hashes = new Uint8Array(32 * hashBytes)
  for (const { text: own, ...chunk } of chunks) {
    const text = searchableText(document.title, { ...chunk, text: own })
    if (prepared.length * hashBytes === hashes.length) {
      const larger = new Uint8Array(2 * hashes.length)
      larger.set(hashes)
      hashes = larger
    }
    hashes.set(hash('sha256', text, 'buffer').subarray(0, hashBytes), prepared.length * hashBytes)
    prepared.push(chunk)
  }
  const textHashes = hashes.slice(0, prepared.length * hashBytes)
  return { language, chunks: prepared, textHashes }
}
