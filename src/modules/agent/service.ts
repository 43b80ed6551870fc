import { z } from 'zod'
import { auditService, entryOf } from '../../contract/audit.ts'
import type { Call, Parsed, Principal, Service } from '../../contract/operation.ts'
import type { Audit } from '../../platform/audit/audit.ts'
import { timestamp, type Clock } from '../../platform/clock.ts'
import { AppError } from '../../platform/errors.ts'
import { administerPolicies } from './administer-policies.ts'
import { announce } from './answer/announce.ts'
import { absent, beginConversation, findConversation, previousTurn } from './answer/conversation.ts'
import { answerQuestion, answerSql, explainQuestion, type AnswerParts, type Asked } from './answer/loop.ts'
import { throwUnlessAnswer } from './answer/outcomes.ts'
import { showPast, statementOf } from './answer/past.ts'
import { recordAnswer, type RecordParts } from './answer/record.ts'
import { createSuggestions } from './answer/suggestions.ts'
import type { agentContract } from './contract.ts'
import { summarize, viewOf, wireTables, type IndexProgress } from './databases.ts'
import { giveFeedback } from './feedback.ts'
import type { Caller } from './sql/gate.ts'
import type { StoredPolicies } from './stored-policies.ts'
import type { AgentTables } from './tables.ts'
import { checkingOf } from './text-to-sql/check-statement.ts'
import { suggestSemantics } from './text-to-sql/index.ts'
import { mostAlike } from './text-to-sql/same-question.ts'

/** What the agent's service is made from. */
export interface AgentParts extends Omit<AnswerParts, 'suggestions'> {
  tables: AgentTables
  policies: StoredPolicies
  audit: Audit
  clock: Clock
  version: string
  maxRows: number
  prices: RecordParts['prices']
  llm: { configured: boolean; model: string | null }
  progress: IndexProgress
}

const pairsToWeigh = 500
const examplesToGive = 5

const principalOf = ({ principal }: Call): Principal => {
  if (principal) return principal
  throw new AppError('unauthenticated', 'Sign in first, and send the token as "Authorization: Bearer …".')
}

const callerOf = ({ userId, username, role, attributes }: Principal): Caller => ({ userId, username, role, attributes })

/** The agent: questions to answers, through one gate, on record. */
export const createAgent = (parts: AgentParts): Service<typeof agentContract> => {
  const { gate, tables, audit, clock } = parts
  const suggestions = createSuggestions(parts)
  const answering: AnswerParts = { ...parts, suggestions }

  const asking = (
    call: Call,
    given: Pick<Asked, 'question' | 'view' | 'engine' | 'dryRun'> & { maxRows?: number },
  ) => ({
    ...given,
    caller: callerOf(principalOf(call)),
    maxRows: Math.min(given.maxRows ?? parts.maxRows, parts.maxRows),
    signal: call.signal,
    emit: call.emit ?? (() => undefined),
  })

  /** A question with everything that helps to read it. */
  const prepare = async (input: Parsed<typeof agentContract.operations.query>, call: Call) => {
    const { user_request: text, conversation_id: continued, engine, dry_run: dryRun, max_rows: maxRows } = input
    const principal = principalOf(call)
    const { userId } = principal
    const conversation = continued === undefined ? undefined : await findConversation(tables, continued, userId)
    const view = await viewOf(gate, input.database ?? conversation?.database, callerOf(principal))
    const pairs = await tables.pairs(view.name, userId, view.key, pairsToWeigh)
    const previous = conversation && (await previousTurn(tables, conversation.id, view.name))
    const question = { text, examples: mostAlike(text, pairs, examplesToGive), ...(previous ? { previous } : {}) }
    const asked = asking(call, { question, view, engine, dryRun, ...(maxRows === undefined ? {} : { maxRows }) })
    return { asked, conversation }
  }

  const ownAnswer = async (id: string, call: Call) => {
    const row = await tables.answer(id, principalOf(call).userId)
    if (!row) throw absent('answer')
    return row
  }

  return {
    ...auditService(audit),
    ...administerPolicies(parts),

    query: async (input, call) => {
      const began = performance.now()
      const { asked, conversation } = await prepare(input, call)
      const { view } = asked
      const { userId } = asked.caller
      const text = input.user_request
      const found = await answerQuestion(answering, asked)
      const about = { userId, question: text, database: view.name }
      const conversationId = conversation?.id ?? (await beginConversation(parts, about))
      await tables.touchConversation(conversationId, timestamp(clock.now()))
      const record = { question: text, userId, view, conversationId, maxRows: asked.maxRows, call, began }
      const answer = await recordAnswer(parts, record, found)
      throwUnlessAnswer(answer)
      announce(answer, call.emit)
      return answer
    },

    explain: async (input, call) => {
      const { asked } = await prepare(input, call)
      const { engine, model, readings, warnings, trace } = await explainQuestion(answering, asked)
      const details = { database: asked.view.name, engine }
      await audit.record(entryOf(call, { action: 'query.explained', outcome: 'success', details }))
      return {
        user_request: input.user_request,
        database: asked.view.name,
        engine,
        model: model ?? null,
        readings,
        warnings,
        trace: z.json().parse(JSON.parse(JSON.stringify(trace ?? null))),
      }
    },

    sql: async ({ sql, database, max_rows: maxRows }, call) => {
      const began = performance.now()
      const { userId, ...principal } = principalOf(call)
      const view = await viewOf(gate, database, callerOf({ userId, ...principal }))
      const asked = asking(call, {
        question: { text: sql },
        view,
        engine: 'embedded',
        dryRun: false,
        ...(maxRows === undefined ? {} : { maxRows }),
      })
      const found = await answerSql(answering, asked, sql)
      const record = { question: sql, userId, view, conversationId: null, maxRows: asked.maxRows, call, began }
      const answer = await recordAnswer(parts, record, found)
      throwUnlessAnswer(answer)
      announce(answer, call.emit)
      return answer
    },

    answer: async ({ id }, call) => {
      const row = await ownAnswer(id, call)
      const view = await viewOf(gate, row.database, callerOf(principalOf(call))).catch(() => undefined)
      return { ...showPast(row, view), user_request: row.question, created_at: row.created_at }
    },

    verify: async ({ id }, call) => {
      const row = await ownAnswer(id, call)
      const { sql, sha256 } = statementOf(row)
      const caller = callerOf(principalOf(call))
      const result = await gate.run({ database: row.database, sql, caller, maxRows: row.max_rows, signal: call.signal })
      const verified = result.resultSha256 === sha256
      const details = { verified, result_sha256: result.resultSha256, previous_sha256: sha256 }
      const entry = { action: 'answer.verified', outcome: 'success' as const, target: id, details }
      return {
        id,
        verified,
        message: verified
          ? 'The statement gives the same result as then.'
          : 'The statement gives another result today; the data, or what you may see of it, has changed since.',
        result_sha256: result.resultSha256,
        previous_sha256: sha256,
        row_count: result.rows.length,
        previous_row_count: row.row_count,
        answered_at: row.created_at,
        verified_at: timestamp(clock.now()),
        audit_id: await audit.record(entryOf(call, entry)),
      }
    },

    feedback: async ({ id, verdict, sql }, call) => {
      const principal = principalOf(call)
      const row = await ownAnswer(id, call)
      const view = await viewOf(gate, row.database, callerOf(principal))
      const check = async (statement: string) => {
        const caller = callerOf(principal)
        await gate.run({ database: row.database, sql: checkingOf(statement), caller, maxRows: 1, signal: call.signal })
      }
      const said = { row, verdict, view, check, ...(sql === undefined ? {} : { sql }) }
      return giveFeedback(parts, said, call)
    },

    status: async (_, call) => ({
      status: 'running',
      service: 'agent',
      message: 'The agent answers questions about your databases at POST /query.',
      version: parts.version,
      timestamp: timestamp(clock.now()),
      engines: parts.textToSql.engines,
      llm: parts.llm,
      databases: await summarize(gate, callerOf(principalOf(call)), parts.progress),
    }),

    databases: async (_, call) => ({
      databases: await summarize(gate, callerOf(principalOf(call)), parts.progress),
    }),

    schema: async ({ name }, call) => {
      const caller = callerOf(principalOf(call))
      const view = await viewOf(gate, name, caller)
      const suggested = await suggestions.tried(view, await gate.askable(name, caller))
      return { name, dialect: view.dialect, tables: wireTables(view.schema), suggested_questions: suggested }
    },

    examine: async () => ({ items: await gate.examine() }),

    suggestSemantics: async ({ name }, call) => {
      const { schema } = await viewOf(gate, name, callerOf(principalOf(call)))
      return { name, semantics: suggestSemantics(schema) }
    },

    conversations: async ({ limit, cursor }, call) => {
      const rows = await tables.conversations(principalOf(call).userId, limit + 1, cursor)
      const items = rows.slice(0, limit)
      return { items, next_cursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
    },

    conversation: async ({ id }, call) => {
      const { user_id: _, ...conversation } = await findConversation(tables, id, principalOf(call).userId)
      const turns = await tables.turns(id)
      const views = await Promise.all(
        [...new Set(turns.map(({ database }) => database))].map(async (name) => {
          const view = await viewOf(gate, name, callerOf(principalOf(call))).catch(() => undefined)
          return [name, view] as const
        }),
      )
      const viewFor = new Map(views)
      return {
        ...conversation,
        turns: turns.map((row) => {
          const { id: answer_id, outcome, response, sql } = showPast(row, viewFor.get(row.database))
          return { answer_id, user_request: row.question, outcome, response, sql, created_at: row.created_at }
        }),
      }
    },

    deleteConversation: async ({ id }, call) => {
      await findConversation(tables, id, principalOf(call).userId)
      await audit.record(entryOf(call, { action: 'conversation.deleted', outcome: 'success', target: id }))
      await tables.deleteConversation(id, principalOf(call).userId)
      return { message: 'The conversation and its answers are deleted.', id }
    },
  }
}
