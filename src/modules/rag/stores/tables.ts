import { parseRoles } from './audiences.ts'
import type { DocumentHead, StoredChunk } from './passage-store.ts'

/** A row of `documents` joined with its audience. */
export interface DocumentRow {
  key: number
  id: string
  title: string
  source: string
  content_hash: string
  language: string
  metadata: string | Record<string, unknown>
  audience: number
  status: string
  chunks: number
  created_at: string
  updated_at: string
  roles: string | null
  owner: string | null
}

/** A row of `chunks` with the id of its document and who may read that. */
export interface ChunkRow {
  key: number
  document_id: string
  roles: string | null
  owner: string | null
  ordinal: number
  start_offset: number
  end_offset: number
  page: number | null
  heading_path: string
  context: string | null
  lead: string
  content: string
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** JSON text (SQLite) or what the driver has read of it already (PostgreSQL). */
export const parseMetadata = (stored: string | Record<string, unknown>): Record<string, unknown> => {
  const parsed: unknown = typeof stored === 'string' ? JSON.parse(stored) : stored
  return isRecord(parsed) ? parsed : {}
}

/** The headings that were kept with a passage. */
export const parsePath = (stored: string): string[] => {
  const parsed: unknown = JSON.parse(stored)
  return Array.isArray(parsed) ? parsed.map(String) : []
}

/** A document as callers see it. */
export const toHead = (row: DocumentRow): DocumentHead => ({
  id: row.id,
  title: row.title,
  source: row.source,
  contentHash: row.content_hash,
  language: row.language,
  metadata: parseMetadata(row.metadata),
  allowedRoles: parseRoles(row.roles),
  owner: row.owner,
  status: row.status,
  chunks: row.chunks,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

/** A passage as callers see it. */
export const toChunk = (row: ChunkRow): StoredChunk => ({
  key: row.key,
  chunkId: String(row.key),
  documentId: row.document_id,
  ordinal: row.ordinal,
  lead: row.lead,
  content: row.content,
  start: row.start_offset,
  end: row.end_offset,
  page: row.page,
  headingPath: parsePath(row.heading_path),
  ...(row.context === null ? {} : { context: row.context }),
})

/** Goes on from a text that ends at `end` in its document with the passages that follow, and what stands between them. */
export const joinChunks = (
  chunks: readonly Pick<StoredChunk, 'start' | 'end' | 'lead' | 'content'>[],
  text = '',
  end = 0,
): string => {
  let [joined, to] = [text, end]
  for (const { start, end: next, lead, content } of chunks) {
    joined += start < to ? content.slice(to - start) : `${lead}${content}`
    to = Math.max(to, next)
  }
  return joined
}
