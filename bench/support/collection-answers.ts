import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { chunkDocument } from '../../src/modules/rag/chunkers/index.ts'
import { readCorpus, readQueries, type CollectionDocument } from '../../src/modules/rag/evaluation/collection.ts'
import { createLexicalIndex } from '../../src/modules/rag/indexes/index.ts'
import { ragMigrations } from '../../src/modules/rag/migrations/index.ts'
import { blocksOfText } from '../../src/modules/rag/parsers/text.ts'
import { createSearch, type Search } from '../../src/modules/rag/retrieve/search.ts'
import { createStores } from '../../src/modules/rag/stores/index.ts'
import type { PassageStore } from '../../src/modules/rag/stores/passage-store.ts'
import { fold } from '../../src/modules/rag/text/fold.ts'
import { hash32 } from '../../src/modules/rag/text/hash.ts'
import { openDatabase } from '../../src/platform/db/connect.ts'
import { parseStorageUrl } from '../../src/platform/db/dialect.ts'

/** A question, the document that answers it, and what the answer may read. */
export interface AnsweredQuestion {
  text: string
  document: string
  answers: string[]
}

const answerLine = z.object({ qid: z.string(), answers: z.array(z.string()), doc: z.string() })

/** The documents of a collection, and its questions with the short answers of `answers.jsonl`. */
export const readAnswered = async (
  directory: string,
): Promise<{ documents: CollectionDocument[]; questions: AnsweredQuestion[] }> => {
  const documents: CollectionDocument[] = []
  for await (const document of readCorpus(directory)) documents.push(document)
  const { queries } = await readQueries(directory)
  const texts = new Map(queries.map(({ id, text }) => [id, text]))
  const questions = readFileSync(join(directory, 'answers.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => answerLine.parse(JSON.parse(line)))
    .flatMap(({ qid, answers, doc }) => {
      const text = texts.get(qid)
      return text === undefined ? [] : [{ text, document: doc, answers }]
    })
  return { documents, questions }
}

/** The half of a collection that is left out to ask about what is not there; the same at each run. */
export const isHeldOut = (document: string): boolean => hash32(`held out: ${document}`) % 2 === 1

/** Runs something over an index of these documents, in a SQLite file that is removed afterwards. */
export const withIndex = async <Result>(
  documents: readonly CollectionDocument[],
  use: (index: { store: PassageStore; search: Search }) => Promise<Result>,
): Promise<Result> => {
  const folder = await mkdtemp(join(tmpdir(), 'ai-agent-answers-'))
  const database = await openDatabase(parseStorageUrl(`sqlite:${folder}`), 'answers', ragMigrations)
  try {
    const { passages: store } = createStores(database)
    for (let from = 0; from < documents.length; from += 100)
      await store.replaceDocuments(
        documents.slice(from, from + 100).map(({ id, title, text }) => ({
          document: { id, title, text, contentHash: id },
          chunks: chunkDocument({ text, blocks: blocksOfText(text), metadata: { type: 'text' }, warnings: [] }),
        })),
      )
    await store.settle()
    return await use({ store, search: createSearch({ store, lexical: createLexicalIndex(store.lexical) }) })
  } finally {
    await database.close()
    await rm(folder, { recursive: true, force: true })
  }
}

const plain = (text: string): string =>
  fold(text)
    .replaceAll(/\[\d+\]/g, ' ')
    .replaceAll(/[\s\p{P}]+/gu, ' ')
    .trim()

/** Whether a text says any of the answers, word for word. */
export const saysAny = (text: string, answers: readonly string[]): boolean => {
  const said = plain(text)
  return answers.some((answer) => {
    const wanted = plain(answer)
    if (wanted === '') return false
    const isSpaced = /^[\p{Script=Latin}\p{N}]/u.test(wanted) && /[\p{Script=Latin}\p{N}]$/u.test(wanted)
    if (!isSpaced || /\p{sc=Han}/u.test(said)) return said.includes(wanted)
    return ` ${said} `.includes(` ${wanted} `)
  })
}
