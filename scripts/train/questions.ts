import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { linkQuestion, type LinkedQuestion } from '../../src/modules/agent/text-to-sql/semantic/linking/link.ts'
import type { Synonyms } from '../../src/modules/agent/text-to-sql/semantic/linking/word-matches.ts'
import { indexSchema, type SchemaIndex } from '../../src/modules/agent/text-to-sql/semantic/schema/schema-index.ts'
import { fillValues } from '../../src/modules/agent/text-to-sql/semantic/values/fill-values.ts'
import type { ValueIndex } from '../../src/modules/agent/text-to-sql/semantic/values/value-index.ts'
import { openTrainingDatabase, type TrainingDatabase } from './database.ts'
import { factsOf, type Facts } from './facts.ts'
import { parseGold } from '../../src/modules/agent/text-to-sql/evaluation/gold-sql.ts'

/** A database with everything that training needs of it. */
export interface TrainingSchema {
  name: string
  database: TrainingDatabase
  schema: SchemaIndex
  values: ValueIndex
}

/** A question with its gold query. */
export interface TrainingQuestion {
  id: number
  text: string
  sql: string
  facts: Facts
  source: TrainingSchema
  linked: LinkedQuestion
}

interface Split {
  train: string[]
  validate: string[]
}

interface RawQuestion {
  question: string
  sql: string
  db_id: string
}

export function readSplit(folder: string): Split {
  return JSON.parse(readFileSync(join(folder, 'split.json'), 'utf8')) as Split
}

/** Opens the databases of one side of the split and links its questions. */
export async function readQuestions(
  folder: string,
  side: keyof Split,
  synonyms: Synonyms,
  file = 'train_spider.json',
): Promise<TrainingQuestion[]> {
  const names = new Set(readSplit(folder)[side])
  const raw = JSON.parse(readFileSync(join(folder, file), 'utf8')) as RawQuestion[]
  const sources = new Map<string, TrainingSchema>()
  for (const name of names) {
    const database = openTrainingDatabase(join(folder, 'database', name, `${name}.sqlite`), name)
    const schema = indexSchema(database.schema)
    sources.set(name, { name, database, schema, values: await fillValues(database, schema) })
  }
  const questions: TrainingQuestion[] = []
  for (const [id, each] of raw.entries()) {
    const source = sources.get(each.db_id)
    if (source === undefined) continue
    try {
      const facts = factsOf(parseGold(each.sql), source.schema)
      questions.push({
        id,
        text: each.question,
        sql: each.sql,
        facts,
        source,
        linked: linkQuestion(each.question, source.schema, source.values, synonyms),
      })
    } catch {
      continue
    }
  }
  return questions
}
