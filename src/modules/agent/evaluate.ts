import { openSqliteFiles } from './sql/sqlite-files.ts'
import { evaluateSql, type SqlReport } from './text-to-sql/evaluation/evaluate-sql.ts'
import { createSemanticEngine } from './text-to-sql/index.ts'

/** What to evaluate: files as `evaluateSql` takes them. */
export interface AgentEvaluation {
  questions: string
  databases: string
  split?: string
  out?: string
  threshold: number
  print: (line: string) => void
}

/** Evaluates the embedded engine as it ships, every statement through the gate. Throws `invalid` when the files do not fit. */
export const evaluateAgent = async (evaluation: AgentEvaluation): Promise<SqlReport> => {
  const files = openSqliteFiles()
  try {
    return await evaluateSql({
      ...evaluation,
      engine: createSemanticEngine({ showMeasures: false }),
      open: async (path) => {
        const database = await files.open(path)
        return { database, close: () => database.close() }
      },
    })
  } finally {
    await files.close()
  }
}
