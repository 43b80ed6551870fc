import { AppError } from '../../../platform/errors.ts'
import { timestamp, type Clock } from '../../../platform/clock.ts'
import { newId } from '../../../platform/ids.ts'
import type { VerifiedPair } from '../text-to-sql/engine.ts'
import type { AgentTables, ConversationRow } from '../tables.ts'

const longestTitle = 80

/** The error for what is not there, or is somebody else's: the two are not told apart. */
export const absent = (what: string): AppError =>
  new AppError('not_found', `There is no such ${what}, or it is not yours.`)

/** A conversation of this user. Throws `not_found`. */
export const findConversation = async (tables: AgentTables, id: string, userId: string): Promise<ConversationRow> => {
  const row = await tables.conversation(id, userId)
  if (!row) throw absent('conversation')
  return row
}

/** Begins a conversation, named for its first question; answers its id. */
export const beginConversation = async (
  parts: { tables: AgentTables; clock: Clock },
  about: { userId: string; question: string; database: string },
): Promise<string> => {
  const id = newId()
  const at = timestamp(parts.clock.now())
  const { userId, question, database } = about
  const title = question.length > longestTitle ? `${question.slice(0, longestTitle - 1)}…` : question
  await parts.tables.addConversation({ id, user_id: userId, title, database, created_at: at, updated_at: at })
  return id
}

/** The last question of a conversation that was answered from this database, for one that continues it. */
export const previousTurn = async (
  tables: AgentTables,
  conversationId: string,
  database: string,
): Promise<VerifiedPair | undefined> => {
  const last = await tables.lastAnswered(conversationId)
  return last?.sql && last.database === database ? { question: last.question, sql: last.sql } : undefined
}
