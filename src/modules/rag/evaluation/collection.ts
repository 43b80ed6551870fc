import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import { AppError } from '../../../platform/errors.ts'

const corpusLine = z.object({ _id: z.coerce.string(), title: z.string().nullish(), text: z.string() })
const queryLine = z.object({ _id: z.coerce.string(), text: z.string() })

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
      if (line.trim() !== '') yield { line, number }
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

async function* objectsOf<T>(path: string, schema: z.ZodType<T>): AsyncGenerator<T> {
  for await (const { line, number } of linesOf(path)) {
    try {
      yield schema.parse(JSON.parse(line))
    } catch (error) {
      throw new AppError('invalid', `Line ${number} of ${path} is not what a collection in BEIR's layout holds.`, {
        cause: error,
      })
    }
  }
}

/** The documents of a collection in BEIR's layout (Thakur et al. 2021), one after the other. */
export async function* readCorpus(directory: string): AsyncGenerator<CollectionDocument> {
  for await (const { _id, title, text } of objectsOf(join(directory, 'corpus.jsonl'), corpusLine))
    yield { id: _id, title: title ?? '', text }
}

/** The queries that something is relevant to, and what is. */
export const readQueries = async (
  directory: string,
): Promise<{ queries: { id: string; text: string }[]; judgements: Judgements }> => {
  const judgements = new Map<string, Map<string, number>>()
  for await (const { line, number } of linesOf(join(directory, 'qrels', 'test.tsv'))) {
    const [query = '', document = '', grade = ''] = line.split('\t')
    if (number === 1 && !Number.isFinite(Number(grade))) continue
    if (!(Number(grade) > 0)) continue
    const ofQuery = judgements.get(query) ?? new Map<string, number>()
    judgements.set(query, ofQuery.set(document, Number(grade)))
  }
  const queries: { id: string; text: string }[] = []
  for await (const { _id, text } of objectsOf(join(directory, 'queries.jsonl'), queryLine))
    if (judgements.has(_id)) queries.push({ id: _id, text })
  return { queries, judgements }
}
