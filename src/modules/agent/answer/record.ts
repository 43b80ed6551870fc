import { entryOf } from '../../../contract/audit.ts'
import type { Call } from '../../../contract/operation.ts'
import type { Audit } from '../../../platform/audit/audit.ts'
import { timestamp, type Clock } from '../../../platform/clock.ts'
import { newId } from '../../../platform/ids.ts'
import type { AgentTables } from '../tables.ts'
import type { DatabaseView } from '../sql/gate.ts'
import type { Answer, Outcome } from './answer.ts'
import type { Found } from './loop.ts'

/** Where answers are put on record, and what a token costs. */
export interface RecordParts {
  tables: AgentTables
  audit: Audit
  clock: Clock
  /** Per million tokens; no cost is told unless both are known. */
  prices: { input?: number | undefined; output?: number | undefined }
}

/** What the answer is the answer to. */
export interface Asking {
  question: string
  userId: string
  view: DatabaseView
  conversationId: string | null
  maxRows: number
  call: Call
  /** `performance.now()` when the question came. */
  began: number
}

/** Rows above this stay with the caller alone: an answer is kept for its receipt, not as a copy of the database. */
const mostKept = 256 * 1024
const longestSql = 4000

const auditOutcome: Record<Outcome, 'success' | 'refused' | 'failure'> = {
  answered: 'success',
  no_data: 'success',
  needs_clarification: 'success',
  not_understood: 'success',
  not_permitted: 'refused',
  too_expensive: 'refused',
  failed: 'failure',
}

const actionOf = (found: Found): string => {
  const subject = found.engine === 'sql' ? 'statement' : 'query'
  const outcome = auditOutcome[found.outcome]
  return `${subject}.${outcome === 'success' ? 'answered' : outcome === 'refused' ? 'refused' : 'failed'}`
}

const costOf = ({ input, output }: RecordParts['prices'], { inputTokens, outputTokens }: Found['usage']) =>
  input === undefined || output === undefined || inputTokens + outputTokens === 0
    ? {}
    : { cost: Number(((inputTokens * input + outputTokens * output) / 1e6).toFixed(8)) }

const kept = (answer: Answer): string => {
  const body = JSON.stringify(answer)
  if (body.length <= mostKept) return body
  const { chart: _, ...rest } = answer
  return JSON.stringify({ ...rest, rows: [], warnings: [...answer.warnings, 'The rows were too many to be kept.'] })
}

/**
 * Puts an answer on record and makes the answer object of it. The trail comes first: an answer that cannot be put on
 * record is not given, and throws `unavailable`.
 */
export const recordAnswer = async (parts: RecordParts, asking: Asking, found: Found): Promise<Answer> => {
  const { question, userId, view, conversationId, maxRows, call, began } = asking
  const { reading, result, alternatives, outcome } = found
  const id = newId()
  const sql = reading?.sql ?? null
  const auditId = await parts.audit.record(
    entryOf(call, {
      action: actionOf(found),
      outcome: auditOutcome[outcome],
      target: id,
      details: {
        outcome,
        database: view.name,
        engine: found.engine,
        ...(found.model === undefined ? {} : { model: found.model }),
        ...(sql === null ? {} : { sql: sql.slice(0, longestSql) }),
        ...(result ? { rows: result.rows.length, result_sha256: result.resultSha256, policies: result.policies } : {}),
      },
    }),
  )
  const milliseconds = performance.now() - began
  const answer: Answer = {
    id,
    outcome,
    response: found.response,
    sql,
    dialect: view.dialect,
    database: view.name,
    columns: result?.columns ?? [],
    rows: result?.rows ?? [],
    row_count: result?.rows.length ?? 0,
    truncated: result?.truncated ?? false,
    engine: found.engine,
    confidence: reading?.confidence ?? alternatives[0]?.confidence ?? 0,
    explanation: reading?.explanation ?? '',
    alternatives,
    ...(found.chart ? { chart: found.chart } : {}),
    warnings: found.warnings,
    conversation_id: conversationId,
    execution_time: Math.round(milliseconds) / 1000,
    usage: {
      input_tokens: found.usage.inputTokens,
      output_tokens: found.usage.outputTokens,
      ...costOf(parts.prices, found.usage),
    },
    timings: { ...found.timings, total: Math.round(milliseconds * 100) / 100 },
    receipt: {
      engine: found.engine,
      ...(found.model === undefined ? {} : { model: found.model }),
      policies: result?.policies ?? view.policies,
      parameters: result?.attributes ?? {},
      result_sha256: result?.resultSha256 ?? null,
      audit_id: auditId,
    },
    request_id: call.requestId,
  }
  await parts.tables.addAnswer({
    id,
    user_id: userId,
    conversation_id: conversationId,
    question,
    database: view.name,
    view_key: view.key,
    outcome,
    sql,
    max_rows: maxRows,
    result_sha256: answer.receipt.result_sha256,
    row_count: answer.row_count,
    body: kept(answer),
    created_at: timestamp(parts.clock.now()),
  })
  return answer
}
