import type { DatabaseView } from '../sql/gate.ts'
import type { DatabaseSchema } from '../sql/schema.ts'
import type { AskableDatabase } from '../text-to-sql/engine.ts'
import type { TextToSql } from '../text-to-sql/choose-engine.ts'
import { suggestQuestions } from './suggest.ts'

/** Questions to begin with, by what a caller sees of a database. */
export interface Suggestions {
  /** Those that the embedded engine is sure how to read; tried once for each look at a schema. */
  tried(view: DatabaseView, askable: AskableDatabase): Promise<string[]>
  /** Those that were tried, else what the schema suggests; at once. */
  known(schema: DatabaseSchema, limit: number): string[]
}

const candidates = 12
const given = 5

/** A suggestion that cannot be answered is worse than none, so each is read before it is made. */
export const createSuggestions = (parts: { textToSql: TextToSql; threshold: number }): Suggestions => {
  const remembered = new WeakMap<DatabaseSchema, string[]>()
  const isSure = async (text: string, askable: AskableDatabase): Promise<boolean> => {
    const { readings } = await parts.textToSql.understand('embedded', { text }, askable)
    return (readings[0]?.confidence ?? 0) >= parts.threshold
  }
  return {
    tried: async ({ schema }, askable) => {
      const before = remembered.get(schema)
      if (before) return before
      const sure: string[] = []
      for (const question of suggestQuestions(schema, candidates))
        if (sure.length < given && (await isSure(question, askable))) sure.push(question)
      const chosen = sure.length > 0 ? sure : suggestQuestions(schema, given)
      remembered.set(schema, chosen)
      return chosen
    },
    known: (schema, limit) => (remembered.get(schema) ?? suggestQuestions(schema, limit)).slice(0, limit),
  }
}
