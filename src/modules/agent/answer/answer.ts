import { z } from 'zod'

/** How a question ended; each has its own status and its own next step for the asker. */
export const outcomes = [
  'answered',
  'no_data',
  'needs_clarification',
  'not_permitted',
  'too_expensive',
  'not_understood',
  'failed',
] as const

/** One of these. */
export type Outcome = (typeof outcomes)[number]

/** What a cell may hold once it is JSON. */
const cell = z.json()

const column = z.object({ name: z.string(), type: z.string() })

/** A reading of a question with its SQL. */
export const alternativeSchema = z.object({
  sql: z.string(),
  explanation: z.string(),
  confidence: z.number().min(0).max(1),
})

const channel = z.object({
  field: z.string(),
  type: z.enum(['quantitative', 'temporal', 'ordinal', 'nominal']),
  title: z.string(),
  sort: z.null().optional(),
})

/** The part of Vega-Lite that answers use: one mark over inline values, nothing that is fetched or computed. */
export const chartSchema = z.object({
  $schema: z.literal('https://vega.github.io/schema/vega-lite/v5.json'),
  data: z.object({ values: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()]))) }),
  mark: z.object({ type: z.enum(['bar', 'line']), tooltip: z.literal(true), point: z.literal(true).optional() }),
  encoding: z.object({ x: channel, y: channel, color: channel.optional() }),
})

/** A chart to be drawn as it is. */
export type Chart = z.output<typeof chartSchema>

/** What an answer can be held to: who made it, under which policies, and the hash that a second run must give. */
const receiptSchema = z.object({
  engine: z.string(),
  model: z.string().optional(),
  policies: z.array(z.string()),
  parameters: z
    .record(z.string(), z.json())
    .describe('What row policies took from the caller and bound in the statement, by name')
    .default({}),
  result_sha256: z.string().nullable(),
  audit_id: z.string(),
})

const usage = z.object({
  input_tokens: z.int(),
  output_tokens: z.int(),
  cost: z.number().optional(),
})

/** The answer to a question, whatever its outcome. */
export const answerSchema = z.object({
  id: z.string(),
  outcome: z.enum(outcomes),
  response: z.string(),
  sql: z.string().nullable(),
  dialect: z.string(),
  database: z.string(),
  columns: z.array(column),
  rows: z.array(z.array(cell)),
  row_count: z.int(),
  truncated: z.boolean(),
  engine: z.enum(['embedded', 'llm', 'sql']),
  confidence: z.number().min(0).max(1),
  explanation: z.string(),
  alternatives: z.array(alternativeSchema),
  chart: chartSchema.optional(),
  warnings: z.array(z.string()),
  conversation_id: z.string().nullable(),
  execution_time: z.number(),
  usage,
  timings: z.record(z.string(), z.number()),
  receipt: receiptSchema,
  request_id: z.string(),
})

/** The answer object, as it goes over the wire. */
export type Answer = z.output<typeof answerSchema>

/** What a listener hears before the answer, by event name. */
export const answerEvents = {
  status: z.object({ stage: z.enum(['understanding', 'running', 'answering']) }),
  sql: z.object({ sql: z.string(), explanation: z.string(), confidence: z.number() }),
  rows: z.object({ columns: z.array(column), preview: z.array(z.array(cell)), truncated: z.boolean() }),
  chart: chartSchema,
  text_delta: z.object({ text: z.string() }),
  usage,
}
