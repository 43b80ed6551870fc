import { entryOf } from '../../contract/audit.ts'
import type { Call } from '../../contract/operation.ts'
import type { Audit } from '../../platform/audit/audit.ts'
import { timestamp, type Clock } from '../../platform/clock.ts'
import { AppError } from '../../platform/errors.ts'
import type { DatabaseView } from './sql/gate.ts'
import type { AgentTables, AnswerRow } from './tables.ts'

/** What somebody says of an answer of theirs. */
export interface Said {
  row: AnswerRow
  verdict: 'right' | 'wrong'
  /** What is right for the question, when that is not the answer's own statement. */
  sql?: string
  view: DatabaseView
  /** Throws unless the gate lets this caller run a statement. */
  check: (sql: string) => Promise<void>
}

/**
 * Keeps a verdict. A confirmed statement teaches its author, and an administrator's teaches everybody who sees the same
 * of the database: one user cannot bend what others are answered. Throws `conflict` when there is nothing to confirm.
 */
export const giveFeedback = async (
  parts: { tables: AgentTables; audit: Audit; clock: Clock },
  said: Said,
  call: Call,
) => {
  const { row, verdict, sql, view, check } = said
  const right = sql ?? (verdict === 'right' ? row.sql : null)
  if (verdict === 'right' && right === null)
    throw new AppError('conflict', 'This answer has no statement to confirm; send the one that is right as "sql".', {
      reason: 'no_statement',
    })
  if (right !== null) await check(right)
  const shared = call.principal?.permissions.includes('write:system') ?? false
  const details = { verdict, database: row.database, learnt: right !== null, shared }
  await parts.audit.record(entryOf(call, { action: 'feedback.given', outcome: 'success', target: row.id, details }))
  await parts.tables.putFeedback({
    answer_id: row.id,
    user_id: row.user_id,
    verdict,
    question: row.question,
    sql: right,
    database: row.database,
    view_key: view.key,
    shared,
    created_at: timestamp(parts.clock.now()),
  })
  return {
    message:
      right === null
        ? 'Thank you. Send the statement that would have been right as "sql", and it will be learnt.'
        : 'Thank you. This will help with questions like it.',
    answer_id: row.id,
    verdict,
    learnt: right !== null,
  }
}
