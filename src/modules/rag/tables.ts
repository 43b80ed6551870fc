import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/connect.ts'
import { isAmong } from './stores/index.ts'
import { createJobTables, type JobTables } from './ingest/job-tables.ts'

/** A document as far as it matters for the question whether something has been ingested before. */
export interface KnownDocument {
  id: string
  title: string
  source: string
  fingerprint: string
  owner: string | null
  allowedRoles: string[] | null
  chunks: number
}

interface KnownRow {
  id: string
  title: string
  source: string
  content_hash: string
  owner: string | null
  roles: string | null
  chunks: number
}

/** What names documents: their stored ids, their sources, the fingerprints of what they were made from. */
export interface Names {
  ids: string[]
  sources: string[]
  fingerprints: string[]
}

/** All that rag keeps besides passages. */
export interface Tables {
  jobs: JobTables
  /** The documents that bear any of these names, whoever may read them. */
  known: (names: Names) => Promise<KnownDocument[]>
  /** The documents that were found inside a file: an archive, a letter. */
  members: (source: string, owner: string | null) => Promise<{ id: string; source: string }[]>
}

const rolesOf = (stored: string | null): string[] | null => {
  const parsed: unknown = stored === null ? null : JSON.parse(stored)
  return Array.isArray(parsed) ? parsed.map(String) : null
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

/** Rag's tables in its own database. */
export const createTables = (database: Database, clock: Clock): Tables => {
  const { knex } = database
  const documents = () => knex('documents').join('audiences', 'audiences.key', 'documents.audience')
  return {
    jobs: createJobTables(database, clock),
    known: async ({ ids, sources, fingerprints }) => {
      const rows = await documents()
        .whereRaw(...isAmong(knex, 'documents.id', ids))
        .orWhereRaw(...isAmong(knex, 'documents.source', sources))
        .orWhereRaw(...isAmong(knex, 'documents.content_hash', fingerprints))
        .select<KnownRow[]>('documents.id', 'title', 'source', 'content_hash', 'owner', 'roles', 'chunks')
      return rows.map(({ content_hash, roles, ...row }) => ({
        ...row,
        fingerprint: content_hash,
        allowedRoles: rolesOf(roles),
      }))
    },
    members: async (source, owner) =>
      documents()
        .whereRaw(`documents.source like ? escape '\\'`, [`${escapeLike(source)}/%`])
        .where('audiences.owner', owner)
        .select<{ id: string; source: string }[]>('documents.id', 'documents.source'),
  }
}
