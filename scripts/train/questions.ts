import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { linkQuestion, type LinkedQuestion } from '../../src/modules/agent/text-to-sql/semantic/linking/link.ts'
import type { Synonyms } from '../../src/modules/agent/text-to-sql/semantic/language/synonyms.ts'
import { indexSchema, type SchemaIndex } from '../../src/modules/agent/text-to-sql/semantic/schema/schema-index.ts'
import { fillValues } from '../../src/modules/agent/text-to-sql/semantic/values/fill-values.ts'
import { guessMeasures, type Measure } from '../../src/modules/agent/text-to-sql/semantic/schema/measures.ts'
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
  measures: Measure[]
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

const splitFile = z.object({ train: z.array(z.string()), validate: z.array(z.string()) })
type Split = z.infer<typeof splitFile>

const rawFile = z.array(
  z.object({ question: z.string(), sql: z.string(), db_id: z.string(), original_question: z.string().optional() }),
)

/** A question of the data as it is written down; `original_question` where it is said in other words. */
export type RawQuestion = z.infer<typeof rawFile>[number]

export function readSplit(folder: string): Split {
  return splitFile.parse(JSON.parse(readFileSync(join(folder, 'split.json'), 'utf8')))
}

/** The questions of a file that ask databases of `names`. */
export function readRaw(folder: string, file: string, names: readonly string[]): RawQuestion[] {
  return rawFile
    .parse(JSON.parse(readFileSync(join(folder, file), 'utf8')))
    .filter((each) => names.includes(each.db_id))
}

/** Opens databases with their schemas and values indexed. */
export async function openSources(folder: string, names: readonly string[]): Promise<Map<string, TrainingSchema>> {
  const sources = new Map<string, TrainingSchema>()
  for (const name of names) {
    const database = openTrainingDatabase(join(folder, 'database', name, `${name}.sqlite`), name)
    const schema = indexSchema(database.schema)
    sources.set(name, {
      name,
      database,
      schema,
      values: await fillValues(database, schema),
      measures: guessMeasures(schema),
    })
  }
  return sources
}

/** Links questions to their databases and reads the facts of their gold queries; what cannot be parsed is left out. */
export function linkQuestions(
  raw: RawQuestion[],
  sources: Map<string, TrainingSchema>,
  synonyms: (database: string) => Synonyms,
): TrainingQuestion[] {
  return raw.flatMap((each, id): TrainingQuestion[] => {
    const source = sources.get(each.db_id)
    if (source === undefined) return []
    try {
      const facts = factsOf(parseGold(each.sql), source.schema)
      const linked = linkQuestion(each.question, source.schema, source.values, synonyms(each.db_id))
      return [{ id, text: each.question, sql: each.sql, facts, source, linked }]
    } catch {
      return []
    }
  })
}
