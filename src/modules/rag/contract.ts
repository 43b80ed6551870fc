import { z } from 'zod'
import { auditOperations } from '../../contract/audit.ts'
import { contract, operation } from '../../contract/operation.ts'
import { keepable, keepableMetadata, metadataSchema } from './keepable.ts'

const anyId = z
  .string()
  .min(1)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, { error: 'must not have control characters' })
const id = anyId.max(200)
const pathId = anyId.max(600).describe('Slashes of an id are escaped twice in the path: %252F')
const text = () => z.string().overwrite(keepable)
const roles = z.array(text().min(1).max(100))
const metadata = z.record(z.string(), z.json())

/** MongoDB-style conditions on metadata: `{"year": {"$gte": 2020}, "$or": […]}`. */
const filter = metadata.overwrite(keepableMetadata).describe('MongoDB-style conditions on metadata')

const mode = z.enum(['hybrid', 'lexical', 'vector'])

const passage = z.object({
  content: z.string(),
  score: z.number(),
  document_id: z.string(),
  chunk_id: z.string(),
  title: z.string(),
  source: z.string(),
  page: z.int().optional(),
  section: z.string().optional(),
  start: z.int(),
  end: z.int(),
  highlights: z.array(z.object({ start: z.int(), end: z.int() })),
  metadata,
})

const citation = z.object({
  marker: z.string(),
  document_id: z.string(),
  chunk_id: z.string(),
  title: z.string(),
  source: z.string(),
  page: z.int().optional(),
  quote: z.string(),
  start: z.int(),
  end: z.int(),
})

const ingested = z.object({
  id: z.string(),
  title: z.string(),
  source: z.string(),
  status: z.enum(['queued', 'indexed', 'unchanged', 'updated', 'failed', 'cancelled']),
  chunks: z.int(),
  error: z.string().optional(),
  reason: z.string().optional(),
  warnings: z.array(z.string()).optional().describe('What of it could not be read, and whether nobody may read it'),
})

const jobStatus = z.enum(['queued', 'running', 'done', 'cancelled'])

const job = z.object({
  job_id: z.string(),
  status: jobStatus,
  stage: z.string(),
  total: z.int(),
  finished: z.int(),
  failed: z.int(),
  created_at: z.string(),
  updated_at: z.string(),
  documents: z.array(ingested),
})

const documentSummary = z.object({
  id: z.string(),
  title: z.string(),
  source: z.string(),
  status: z.string(),
  metadata,
  chunks: z.int(),
  created_at: z.string(),
  updated_at: z.string(),
})

const upload = z.object({ filename: text(), media_type: z.string().optional(), path: z.string() })

const usage = z.object({ input_tokens: z.int(), output_tokens: z.int() })

/** What the rag module offers: documents in, passages and cited answers out. */
export const ragContract = contract('rag', {
  ingest: operation({
    route: 'POST /ingest',
    access: 'write:rag',
    summary: 'Add documents: files by upload, texts, or files of the server',
    upload: true,
    idempotent: true,
    limit: '10/1m',
    input: z
      .object({
        files: z.array(upload).max(1_000).optional(),
        documents: z
          .array(
            z.object({
              id: id.optional(),
              title: text().max(500).optional(),
              text: z.string(),
              source: text().max(2_000).optional(),
              metadata: metadataSchema.optional(),
              allowed_roles: roles.optional(),
              private: z.boolean().optional(),
            }),
          )
          .max(1_000)
          .optional(),
        file_paths: z.array(text().min(1)).max(50).optional().describe('Server files under INGEST_ROOT'),
        metadata: metadataSchema.optional().describe('Given to every file'),
        allowed_roles: roles.optional(),
        private: z.boolean().optional(),
        respond_async: z.boolean().optional().describe('Answer at once with the job; also by "Prefer: respond-async"'),
        stream: z.boolean().optional(),
      })
      .refine((input) => input.files?.length || input.documents?.length || input.file_paths?.length, {
        error: 'send files (multipart/form-data), documents, or file_paths',
      }),
    output: z.object({
      message: z.string(),
      job_id: z.string(),
      status: jobStatus,
      documents: z.array(ingested),
    }),
    status: (answer) => (answer.status === 'queued' || answer.status === 'running' ? 202 : 200),
    events: { progress: job },
    errors: ['conflict', 'too_large', 'unsupported_media_type', 'unprocessable'],
  }),
  job: operation({
    route: 'GET /jobs/{id}',
    access: 'read:rag',
    summary: 'How far an ingestion is; as events until it ends',
    input: z.object({ id: z.string() }),
    output: job,
    events: { progress: job },
    errors: ['not_found'],
  }),
  cancelJob: operation({
    route: 'DELETE /jobs/{id}',
    access: 'write:rag',
    summary: 'Stop an ingestion; what is indexed stays',
    input: z.object({ id: z.string() }),
    output: job,
    errors: ['not_found'],
  }),
  retrieve: operation({
    route: 'POST /retrieve',
    access: 'read:rag',
    summary: 'Find the passages that fit a query best',
    limit: '20/1m',
    input: z.object({
      query: z.string().trim().min(1).max(1_000),
      top_k: z.int().min(1).max(100).default(5),
      filter: filter.optional(),
      mode: mode.optional(),
      neighbours: z
        .int()
        .min(0)
        .max(5)
        .optional()
        .describe('So many chunks before and after each are added to its content'),
    }),
    output: z.object({ documents: z.array(passage), mode, request_id: z.string() }),
  }),
  lookup: operation({
    route: 'POST /lookup',
    access: 'read:rag',
    summary: 'Find whole documents by words, id, source, title or metadata',
    limit: '20/1m',
    input: z
      .object({
        query: z.string().trim().min(1).max(1_000).optional(),
        id: id.optional(),
        source: text().optional(),
        title: text().optional(),
        metadata: filter.optional(),
        limit: z.int().min(1).max(100).default(10),
      })
      .refine((input) => input.query ?? input.id ?? input.source ?? input.title ?? input.metadata, {
        error: 'give a query, id, source, title or metadata',
      }),
    output: z.object({
      documents: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          source: z.string(),
          metadata,
          chunks: z.int(),
          excerpt: z.string(),
          score: z.number().optional(),
        }),
      ),
      request_id: z.string(),
    }),
  }),
  query: operation({
    route: 'POST /query',
    access: 'read:rag',
    summary: 'Answer a question from the documents, with citations',
    idempotent: true,
    limit: '20/1m',
    input: z.object({
      query: z.string().trim().min(1).max(1_000),
      top_k: z.int().min(1).max(100).default(5),
      filter: filter.optional(),
      conversation_id: z.string().max(100).optional(),
      stream: z.boolean().optional(),
    }),
    output: z.object({
      response: z.string(),
      grounded: z.boolean(),
      confidence: z.number(),
      citations: z.array(citation),
      documents: z.array(passage),
      warnings: z.array(z.string()),
      engine: z.enum(['extractive', 'llm']),
      model: z.string().optional(),
      conversation_id: z.string().optional(),
      usage,
      request_id: z.string(),
    }),
    events: {
      status: z.object({ stage: z.string() }),
      citation,
      text_delta: z.object({ text: z.string() }),
      usage,
    },
    errors: ['unavailable'],
  }),
  listDocuments: operation({
    route: 'GET /documents',
    access: 'read:rag',
    summary: 'The documents you may read, newest first',
    input: z.object({ limit: z.int().min(1).max(200).default(50), cursor: z.string().optional() }),
    output: z.object({ items: z.array(documentSummary), next_cursor: z.string().nullable() }),
  }),
  document: operation({
    route: 'GET /documents/{id}',
    access: 'read:rag',
    summary: 'One document with its chunks',
    input: z.object({ id: pathId }),
    output: z.object({
      id: z.string(),
      title: z.string(),
      source: z.string(),
      metadata,
      status: z.string(),
      created_at: z.string(),
      updated_at: z.string(),
      chunks: z.array(
        z.object({
          chunk_id: z.string(),
          content: z.string(),
          page: z.int().optional(),
          section: z.string().optional(),
          start: z.int(),
          end: z.int(),
        }),
      ),
    }),
    errors: ['not_found'],
  }),
  deleteDocument: operation({
    route: 'DELETE /documents/{id}',
    access: 'write:rag',
    summary: 'Remove a document and every trace of it from the index',
    input: z.object({ id: pathId }),
    output: z.object({ message: z.string(), id: z.string(), chunks: z.int() }),
    errors: ['not_found'],
  }),
  status: operation({
    route: 'GET /status',
    access: 'read:rag',
    summary: 'What is indexed, and how',
    input: z.object({}),
    output: z.object({
      status: z.literal('running'),
      service: z.literal('rag'),
      message: z.string(),
      version: z.string(),
      timestamp: z.string(),
      store: z.string(),
      documents: z.int(),
      chunks: z.int(),
      pending: z
        .int()
        .describe(
          'Chunks that the full text search has still to take in; they are found like all others, only more slowly',
        ),
      embedding: z.object({
        provider: z.string(),
        model: z.string().nullable(),
        dimensions: z.int().nullable(),
        embedded: z.int().describe('Chunks that have a vector of this model'),
      }),
    }),
  }),
  ...auditOperations,
})
