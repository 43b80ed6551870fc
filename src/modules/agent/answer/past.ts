import { AppError } from '../../../platform/errors.ts'
import type { DatabaseView } from '../sql/gate.ts'
import type { AnswerRow } from '../tables.ts'
import { answerSchema, type Answer } from './answer.ts'

/** A past answer as it may be shown today: whoever sees the database otherwise now is not shown what they saw then. */
export const showPast = (row: AnswerRow, view: DatabaseView | undefined): Answer => {
  const answer = answerSchema.parse(JSON.parse(row.body))
  if (view?.key === row.view_key) return answer
  const { chart: _, ...rest } = answer
  const response = 'What you may see of this database has changed, or it is away. Verify the answer to run it again.'
  const nothing = { sql: null, explanation: '', rows: [], columns: [], alternatives: [] }
  return { ...rest, ...nothing, response, warnings: [response] }
}

/** The statement of a past answer that had a result. Throws `conflict` for one that had none. */
export const statementOf = (row: AnswerRow): { sql: string; sha256: string } => {
  if (row.sql !== null && row.result_sha256 !== null) return { sql: row.sql, sha256: row.result_sha256 }
  throw new AppError('conflict', `This answer has no result that could be checked: its outcome was ${row.outcome}.`, {
    reason: 'no_result',
  })
}
