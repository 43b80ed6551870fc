import { databaseSemantics } from './text-to-sql/semantic/schema/semantics.ts'
import { z } from 'zod'
import { auditOperations } from '../../contract/audit.ts'
import { contract, operation } from '../../contract/operation.ts'
import { databasePolicySchema } from './sql/policy/policies.ts'
import { alternativeSchema, answerEvents, answerSchema, outcomes } from './answer/answer.ts'

const id = z.uuid('must be an id as an answer gives it')
/** Text that a database can keep: PostgreSQL has no place for a NUL. */
const text = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine((given) => !given.includes('\0'), { error: 'must not contain a NUL character' })

const databaseName = z.string().min(1).max(64)
const maxRows = z.int().min(1).max(100_000)
const page = { limit: z.int().min(1).max(100).default(20), cursor: z.uuid('must be taken from next_cursor').optional() }

const databaseSummary = z.object({
  name: z.string(),
  dialect: z.string(),
  /** How many tables the caller may see. */
  tables: z.int(),
  status: z.enum(['available', 'unavailable']),
  /** How far the index of the values has come, 0 to 1. */
  indexed: z.number().min(0).max(1).optional(),
})

const columnInfo = z.object({
  name: z.string(),
  type: z.string(),
  kind: z.string(),
  nullable: z.boolean(),
  comment: z.string().optional(),
})

const tableInfo = z.object({
  name: z.string(),
  kind: z.enum(['table', 'view']),
  columns: z.array(columnInfo),
  primary_key: z.array(z.string()),
  foreign_keys: z.array(z.object({ columns: z.array(z.string()), table: z.string(), references: z.array(z.string()) })),
  comment: z.string().optional(),
  row_count: z.int().optional(),
})

const conversation = z.object({
  id: z.string(),
  title: z.string(),
  database: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  turns: z.int(),
})

const turn = z.object({
  answer_id: z.string(),
  user_request: z.string(),
  outcome: z.enum(outcomes),
  response: z.string(),
  sql: z.string().nullable(),
  created_at: z.string(),
})

const policyInForce = z.object({
  name: z.string(),
  /** Null when nobody is limited. */
  policy: databasePolicySchema.nullable(),
  source: z.enum(['file', 'api', 'none']),
  /** Counts the changes that were made through the API. */
  version: z.int(),
  updated_by: z.string().nullable(),
  updated_at: z.string().nullable(),
})
const policyFault = z.object({ path: z.string(), message: z.string() })

const question = z.object({
  user_request: text(2000),
  database: databaseName.optional(),
  conversation_id: id.optional(),
  engine: z.enum(['auto', 'embedded', 'llm']).default('auto'),
  dry_run: z.boolean().default(false),
  max_rows: maxRows.optional(),
  stream: z.boolean().optional(),
  disable_sql_blocking: z.never('is not supported: the guard has no off switch').optional(),
})

/** What the agent module offers: questions about databases, their answers, and what can be asked. */
export const agentContract = contract('agent', {
  query: operation({
    route: 'POST /query',
    access: 'write:agent',
    summary: 'Answer a question in plain words from a database',
    input: question,
    output: answerSchema,
    events: answerEvents,
    limit: '30/1m',
    idempotent: true,
    errors: ['forbidden', 'not_found', 'unprocessable', 'unavailable'],
  }),
  explain: operation({
    route: 'POST /explain',
    access: 'write:agent',
    summary: 'How a question is read: the readings, and each stage that led to them',
    input: question,
    output: z.object({
      user_request: z.string(),
      database: z.string(),
      engine: z.enum(['embedded', 'llm']),
      model: z.string().nullable(),
      readings: z.array(alternativeSchema),
      warnings: z.array(z.string()),
      trace: z.json(),
    }),
    limit: '30/1m',
    errors: ['not_found', 'unavailable'],
  }),
  sql: operation({
    route: 'POST /sql',
    access: 'write:agent',
    summary: "Run the caller's own SELECT under the same guard, policies and limits as any answer",
    input: z.object({
      sql: text(20_000),
      database: databaseName.optional(),
      max_rows: maxRows.optional(),
      stream: z.boolean().optional(),
    }),
    output: answerSchema,
    events: answerEvents,
    limit: '30/1m',
    errors: ['forbidden', 'not_found', 'unprocessable', 'unavailable'],
  }),
  answer: operation({
    route: 'GET /query/{id}',
    access: 'read:agent',
    summary: 'A past answer of the caller with its receipt',
    input: z.object({ id }),
    output: answerSchema.extend({ user_request: z.string(), created_at: z.string() }),
    errors: ['not_found'],
  }),
  verify: operation({
    route: 'POST /query/{id}/verify',
    access: 'read:agent',
    summary: 'Run a past answer again and compare the hash of its result',
    input: z.object({ id }),
    output: z.object({
      id: z.string(),
      verified: z.boolean(),
      message: z.string(),
      result_sha256: z.string(),
      previous_sha256: z.string(),
      row_count: z.int(),
      previous_row_count: z.int(),
      answered_at: z.string(),
      verified_at: z.string(),
      audit_id: z.string(),
    }),
    limit: '30/1m',
    errors: ['forbidden', 'not_found', 'conflict', 'unprocessable'],
  }),
  feedback: operation({
    route: 'POST /query/{id}/feedback',
    access: 'write:agent',
    summary: 'Say whether an answer was right, or what would have been; it helps with later questions like it',
    input: z.object({
      id,
      verdict: z.enum(['right', 'wrong']),
      sql: text(20_000).optional(),
    }),
    output: z.object({
      message: z.string(),
      answer_id: z.string(),
      verdict: z.enum(['right', 'wrong']),
      learnt: z.boolean(),
    }),
    errors: ['forbidden', 'not_found', 'conflict', 'unprocessable'],
  }),
  status: operation({
    route: 'GET /status',
    access: 'read:agent',
    summary: 'What the agent runs with: engines, model, databases',
    input: z.object({}),
    output: z.object({
      status: z.literal('running'),
      service: z.literal('agent'),
      message: z.string(),
      version: z.string(),
      timestamp: z.string(),
      engines: z.array(z.string()),
      llm: z.object({ configured: z.boolean(), model: z.string().nullable() }),
      databases: z.array(databaseSummary),
    }),
  }),
  databases: operation({
    route: 'GET /databases',
    access: 'read:agent',
    summary: 'The databases that the caller may ask about',
    input: z.object({}),
    output: z.object({ databases: z.array(databaseSummary) }),
  }),
  schema: operation({
    route: 'GET /databases/{name}/schema',
    access: 'read:agent',
    summary: 'The tables and columns that the caller may see, and questions to begin with',
    input: z.object({ name: databaseName }),
    output: z.object({
      name: z.string(),
      dialect: z.string(),
      tables: z.array(tableInfo),
      suggested_questions: z.array(z.string()),
    }),
    errors: ['not_found', 'unavailable'],
  }),
  examine: operation({
    route: 'GET /databases/examination',
    access: 'read:system',
    summary:
      'What an operator should know of each database: it is down, its role may do too much, its policy names what is not there',
    input: z.object({}),
    output: z.object({
      items: z.array(z.object({ name: z.string(), reachable: z.boolean(), problems: z.array(z.string()) })),
    }),
  }),
  policies: operation({
    route: 'GET /databases/{name}/policies',
    access: 'read:system',
    summary: 'Who may see what of a database: the policy in force, from the policy file or set since',
    input: z.object({ name: databaseName }),
    output: policyInForce,
    errors: ['not_found'],
  }),
  replacePolicies: operation({
    route: 'PUT /databases/{name}/policies',
    access: 'write:system',
    summary: "Set the policy of a database; it stands in place of the policy file's, in every process",
    input: z.object({ name: databaseName, policy: databasePolicySchema, version: z.int().min(0).optional() }),
    output: policyInForce.extend({ message: z.string() }),
    errors: ['not_found', 'conflict', 'unavailable'],
  }),
  removePolicies: operation({
    route: 'DELETE /databases/{name}/policies',
    access: 'write:system',
    summary: "Take back the policy that was set; the policy file's holds again",
    input: z.object({ name: databaseName }),
    output: policyInForce.extend({ message: z.string() }),
    errors: ['not_found', 'conflict'],
  }),
  checkPolicies: operation({
    route: 'POST /databases/{name}/policies/check',
    access: 'read:system',
    summary: 'What is wrong with a policy, without setting it: names that are not there, conditions that fail',
    input: z.object({ name: databaseName, policy: databasePolicySchema }),
    output: z.object({ name: z.string(), valid: z.boolean(), errors: z.array(policyFault) }),
    errors: ['not_found', 'unavailable'],
  }),
  suggestSemantics: operation({
    route: 'GET /databases/{name}/semantics',
    access: 'read:agent',
    summary:
      'A draft of what could be said about a database so that questions are read better, to be corrected and kept',
    input: z.object({ name: databaseName }),
    output: z.object({ name: z.string(), semantics: databaseSemantics }),
    errors: ['not_found', 'unavailable'],
  }),
  conversations: operation({
    route: 'GET /conversations',
    access: 'read:agent',
    summary: "The caller's own conversations, newest first",
    input: z.object(page),
    output: z.object({ items: z.array(conversation), next_cursor: z.string().nullable() }),
  }),
  conversation: operation({
    route: 'GET /conversations/{id}',
    access: 'read:agent',
    summary: 'A conversation of the caller with its turns, oldest first',
    input: z.object({ id }),
    output: conversation.omit({ turns: true }).extend({ turns: z.array(turn) }),
    errors: ['not_found'],
  }),
  deleteConversation: operation({
    route: 'DELETE /conversations/{id}',
    access: 'read:agent',
    summary: 'Delete a conversation of the caller and its answers',
    input: z.object({ id }),
    output: z.object({ message: z.string(), id: z.string() }),
    errors: ['not_found'],
  }),
  ...auditOperations,
})
