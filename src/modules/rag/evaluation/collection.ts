import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { AppError } from '../../../platform/errors.ts'

const corpusLine = z.object({ _id: z.coerce.string(), title: z.string().nullish(), text: z.string() })
const queryLine = z.object({ _id: z.coerce.string(), text: z.string() })

const corpusShape = '{"_id": "d1", "title": "…", "text": "…"}'
const queryShape = '{"_id": "q1", "text": "…"}'

/** A document of a collection. */
export interface CollectionDocument {
  id: string
  title: string
  text: string
}

/** What is relevant to each query: documents with their grades, 1 and up. */
export type Judgements = ReadonlyMap<string, ReadonlyMap<string, number>>

async function* linesOf(path: string): AsyncGenerator<{ line: string; number: number }> {
  let number = 0
  try {
    for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
      number++
      const text = number === 1 ? line.replace(/^\uFEFF/, '') : line
      if (text.trim() !== '') yield { line: text, number }
    }
  } catch (error) {
    throw new AppError(
      'invalid',
      `${path} cannot be read: a collection holds corpus.jsonl, queries.jsonl and qrels/test.tsv.`,
      {
        cause: error,
      },
    )
  }
}

const parseJson = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

async function* objectsOf<T>(path: string, schema: z.ZodType<T>, shape: string): AsyncGenerator<T> {
  for await (const { line, number } of linesOf(path)) {
    const parsed = schema.safeParse(parseJson(line))
    if (!parsed.success)
      throw new AppError('invalid', `Line ${number} of ${path} must be JSON such as ${shape}.`, { cause: parsed.error })
    yield parsed.data
  }
}

/** The documents of a collection in BEIR's layout (Thakur et al. 2021), one after the other. */
export async function* readCorpus(directory: string): AsyncGenerator<CollectionDocument> {
  for await (const { _id, title, text } of objectsOf(join(directory, 'corpus.jsonl'), corpusLine, corpusShape))
    yield { id: _id, title: title ?? '', text }
}

const readJudgements = async (path: string): Promise<Map<string, Map<string, number>>> => {
  const judgements = new Map<string, Map<string, number>>()
  for await (const { line, number } of linesOf(path)) {
    const [query = '', document = '', grade = '', ...more] = line.split('\t')
    const isWhole = document !== '' && grade.trim() !== '' && more.length === 0
    if (number === 1 && isWhole && Number.isNaN(Number(grade))) continue
    if (!isWhole || !Number.isFinite(Number(grade)))
      throw new AppError(
        'invalid',
        `Line ${number} of ${path} must be a query's id, a document's id and a number, with tabs between.`,
      )
    if (Number(grade) <= 0) continue
    const ofQuery = judgements.get(query) ?? new Map<string, number>()
    judgements.set(query, ofQuery.set(document, Number(grade)))
  }
  return judgements
}

/**
 * The queries that something is relevant to, and what is. A judged query that is not among the queries cannot be asked, and is
 * `unasked`. Throws `invalid` for a collection without one to ask.
 */
export const readQueries = async (
  directory: string,
): Promise<{ queries: { id: string; text: string }[]; judgements: Judgements; unasked: string[] }> => {
  const judged = await readJudgements(join(directory, 'qrels', 'test.tsv'))
  const texts = new Map<string, string>()
  for await (const { _id, text } of objectsOf(join(directory, 'queries.jsonl'), queryLine, queryShape))
    if (judged.has(_id)) texts.set(_id, text)
  if (texts.size === 0)
    throw new AppError(
      'invalid',
      `No query of ${join(directory, 'queries.jsonl')} has a relevant document in qrels/test.tsv.`,
    )
  return {
    queries: Array.from(texts, ([id, text]) => ({ id, text })),
    judgements: new Map([...judged].filter(([id]) => texts.has(id))),
    unasked: [...judged.keys()].filter((id) => !texts.has(id)),
  }
}
