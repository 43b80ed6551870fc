import type { Database } from '../../platform/db/connect.ts'
import type { Outcome } from './answer/answer.ts'

/** A conversation of one user about one database. */
export interface ConversationRow {
  id: string
  user_id: string
  title: string
  database: string
  created_at: string
  updated_at: string
}

/** A given answer. `body` is the answer object as JSON, with its rows unless they were too many to keep. */
export interface AnswerRow {
  id: string
  user_id: string
  conversation_id: string | null
  question: string
  database: string
  /** What the asker saw of the database when it was answered; who sees otherwise today is not shown the old rows. */
  view_key: string
  outcome: Outcome
  sql: string | null
  max_rows: number
  result_sha256: string | null
  row_count: number
  body: string
  created_at: string
}

/** What an asker said of an answer. `sql` is what is right for the question, null when nobody has said. */
export interface FeedbackRow {
  answer_id: string
  user_id: string
  verdict: 'right' | 'wrong'
  question: string
  sql: string | null
  database: string
  view_key: string
  /** Teaches others too, not its author alone. */
  shared: boolean
  created_at: string
}

/** A policy that was set while the service ran, as JSON; null when it was taken back. */
export interface PolicyRow {
  database: string
  version: number
  policy: string | null
  updated_by: string
  updated_at: string
}

/** The agent's tables. Whatever belongs to a user is asked for by that user's id; another's is as if it were not there. */
export interface AgentTables {
  addConversation(row: ConversationRow): Promise<void>
  touchConversation(id: string, at: string): Promise<void>
  conversation(id: string, userId: string): Promise<ConversationRow | undefined>
  /** Newest first, with the number of turns; those before the id `before` when it is given. */
  conversations(userId: string, limit: number, before?: string): Promise<(ConversationRow & { turns: number })[]>
  /** Deletes it with its answers and what was said of them; says whether there was one. */
  deleteConversation(id: string, userId: string): Promise<boolean>
  addAnswer(row: AnswerRow): Promise<void>
  answer(id: string, userId: string): Promise<AnswerRow | undefined>
  /** Oldest first. */
  turns(conversationId: string): Promise<AnswerRow[]>
  lastAnswered(conversationId: string): Promise<AnswerRow | undefined>
  /** A second word on the same answer replaces the first. */
  putFeedback(row: FeedbackRow): Promise<void>
  policies(): Promise<PolicyRow[]>
  /** Writes it if its version is the next one after what is there; says whether it was. */
  putPolicy(row: PolicyRow): Promise<boolean>
  /** The pairs that may teach this user, newest first: their own, and shared ones of people who see just the same. */
  pairs(database: string, userId: string, viewKey: string, limit: number): Promise<{ question: string; sql: string }[]>
}

/** The tables on the module's own database. */
export const createAgentTables = ({ knex }: Database): AgentTables => ({
  addConversation: async (row) => {
    await knex('conversations').insert(row)
  },
  touchConversation: async (id, at) => {
    await knex('conversations').where({ id }).update({ updated_at: at })
  },
  conversation: async (id, userId) => {
    const row: ConversationRow | undefined = await knex<ConversationRow>('conversations')
      .where({ id, user_id: userId })
      .first()
    return row
  },
  conversations: async (userId, limit, before) => {
    const query = knex<ConversationRow>('conversations').where({ user_id: userId }).orderBy('id', 'desc').limit(limit)
    if (before !== undefined) query.where('id', '<', before)
    const rows: ConversationRow[] = await query
    const ids = rows.map(({ id }) => id)
    const counts: { conversation_id: string; turns: number | string }[] = await knex('answers')
      .whereIn('conversation_id', ids)
      .groupBy('conversation_id')
      .select('conversation_id')
      .count({ turns: '*' })
    const turns = new Map(counts.map((count) => [count.conversation_id, Number(count.turns)]))
    return rows.map((row) => ({ ...row, turns: turns.get(row.id) ?? 0 }))
  },
  deleteConversation: async (id, userId) => {
    const deleted = await knex('conversations').where({ id, user_id: userId }).delete()
    return deleted > 0
  },
  addAnswer: async (row) => {
    await knex('answers').insert(row)
  },
  answer: async (id, userId) => {
    const row: AnswerRow | undefined = await knex<AnswerRow>('answers').where({ id, user_id: userId }).first()
    return row
  },
  turns: async (conversationId) => {
    const rows: AnswerRow[] = await knex<AnswerRow>('answers').where({ conversation_id: conversationId }).orderBy('id')
    return rows
  },
  lastAnswered: async (conversationId) => {
    const row: AnswerRow | undefined = await knex<AnswerRow>('answers')
      .where({ conversation_id: conversationId })
      .whereIn('outcome', ['answered', 'no_data'])
      .whereNotNull('sql')
      .orderBy('id', 'desc')
      .first()
    return row
  },
  putFeedback: async (row) => {
    await knex('feedback').insert(row).onConflict('answer_id').merge()
  },
  policies: async () => {
    const rows: PolicyRow[] = await knex<PolicyRow>('policies').select()
    return rows
  },
  putPolicy: async (row) => {
    const { database, version } = row
    const updated = await knex('policies')
      .where({ database, version: version - 1 })
      .update(row)
    if (updated > 0 || version !== 1) return updated > 0
    const inserted: unknown[] = await knex('policies').insert(row).onConflict('database').ignore().returning('database')
    return inserted.length > 0
  },
  pairs: async (database, userId, viewKey, limit) => {
    const rows: { question: string; sql: string }[] = await knex<FeedbackRow>('feedback')
      .where({ database })
      .whereNotNull('sql')
      .where((either) => {
        void either.where('user_id', userId).orWhere({ shared: true, view_key: viewKey })
      })
      .orderBy('created_at', 'desc')
      .limit(limit)
      .select('question', 'sql')
    return rows
  },
})
