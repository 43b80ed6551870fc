import { z } from 'zod'

/** One thing that somebody asked to have ingested, as it is kept with its job. */
export const itemRequest = z.object({
  kind: z.enum(['file', 'text']),
  /** The stored id that was asked for; absent when the source, or else the content, says which document it is. */
  id: z.string().optional(),
  title: z.string().optional(),
  source: z.string(),
  mediaType: z.string().optional(),
  metadata: z.record(z.string(), z.json()),
  allowedRoles: z.array(z.string()).nullable(),
  /** The one who may read it; null unless it is private. */
  owner: z.string().nullable(),
})

/** One thing to be ingested, without its content. */
export type ItemRequest = z.infer<typeof itemRequest>

/** What became of a document. */
export const outcome = z.object({
  /** The stored id; '' for what is in no store. */
  id: z.string(),
  title: z.string(),
  source: z.string(),
  status: z.enum(['indexed', 'unchanged', 'updated', 'failed', 'cancelled']),
  chunks: z.int(),
  error: z.string().optional(),
  reason: z.string().optional(),
  /** Sentences about what of it is missing, and who may not read it. */
  warnings: z.array(z.string()).optional(),
})

/** What became of a document; a file that holds several has as many. */
export type Outcome = z.infer<typeof outcome>

/** Where a job stands. `accepting`: its content is still coming in, and nothing of it counts yet. */
export type JobState = 'accepting' | 'queued' | 'running' | 'done' | 'cancelled'

/** What a job is doing, for whoever waits for it. */
export type JobStage = 'queued' | 'parsing' | 'indexing' | 'done' | 'cancelled'

/** A job as it is kept. */
export interface Job {
  id: string
  userId: string
  role: string
  state: JobState
  stage: JobStage
  attempts: number
  createdAt: string
  updatedAt: string
}

/** An item of a job as it is kept. `outcomes` is empty until it has ended. */
export interface JobItem {
  ordinal: number
  request: ItemRequest
  fingerprint: string
  size: number
  outcomes: Outcome[]
}

/** The outcome of an item that could not be ingested: `reason` is a stable word, `error` a sentence that says what to do. */
export const failed = (request: ItemRequest, reason: string, error: string): Outcome => ({
  id: '',
  title: request.title ?? request.source,
  source: request.source,
  status: 'failed',
  chunks: 0,
  error,
  reason,
})
