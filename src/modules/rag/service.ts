import { auditService } from '../../contract/audit.ts'
import type { Service } from '../../contract/operation.ts'
import type { Audit } from '../../platform/audit/audit.ts'
import { timestamp, type Clock } from '../../platform/clock.ts'
import type { Answering } from './answer/answer.ts'
import type { ragContract } from './contract.ts'
import { createDocuments, viewerOfCall } from './documents/documents.ts'
import { createPassages } from './documents/passages.ts'
import { createIngest, type Ingesting } from './ingest/ingest.ts'
import type { VectorSearch } from './retrieve/vector-search.ts'
import type { Viewer } from './stores/passage-store.ts'

/** What rag's operations are made of. */
export interface Parts extends Ingesting, Answering {
  vectors: VectorSearch | undefined
  audit: Audit
  clock: Clock
  version: string
  /** What the database is. */
  storeName: string
}

const describeEmbedding = async (vectors: VectorSearch | undefined, viewer: Viewer) => {
  if (!vectors) return { provider: 'none', model: null, dimensions: null, embedded: 0 }
  const { model, dimensions, embedded } = await vectors.progress(viewer)
  return { provider: 'openai-compatible', model, dimensions, embedded }
}

/** The code behind rag's contract. */
export const createService = (parts: Parts): Service<typeof ragContract> => ({
  ...createIngest(parts),
  ...createPassages(parts),
  // Loaded with the first question: what it knows of questions is much, and who ingests asks none.
  query: async (input, call) => (await import('./answer/answer.ts')).createAnswer(parts).query(input, call),
  ...createDocuments(parts),
  // What others keep to themselves is not counted: from a number that grows one could tell that they do.
  status: async (_input, call) => ({
    status: 'running',
    service: 'rag',
    message: 'Documents go in at POST /ingest; POST /query answers from them.',
    version: parts.version,
    timestamp: timestamp(parts.clock.now()),
    store: parts.storeName,
    ...(await parts.store.counts(viewerOfCall(call))),
    pending: await parts.store.pending(viewerOfCall(call)),
    embedding: await describeEmbedding(parts.vectors, viewerOfCall(call)),
  }),
  ...auditService(parts.audit),
})
