import type { Clock } from '../../platform/clock.ts'
import type { Database } from '../../platform/db/connect.ts'
import { isAmong, parseRoles } from './stores/index.ts'
import type { Audience } from './stores/passage-store.ts'
import { createJobTables, type JobTables } from './ingest/job-tables.ts'

/** A document as far as it matters for the question whether something has been ingested before. */
export interface KnownDocument {
  id: string
  title: string
  source: string
  fingerprint: string
  owner: string | null
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
  members: (source: string, owner: string | null) => Promise<({ id: string; source: string } & Audience)[]>
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
        .select<KnownRow[]>('documents.id', 'title', 'source', 'content_hash', 'owner', 'chunks')
      return rows.map(({ content_hash, ...row }) => ({ ...row, fingerprint: content_hash }))
    },
    members: async (source, owner) => {
      const rows = await documents()
        .whereRaw(`documents.source like ? escape '\\'`, [`${escapeLike(source)}/%`])
        .where('audiences.owner', owner)
        .select<Pick<KnownRow, 'id' | 'source' | 'owner' | 'roles'>[]>('documents.id', 'source', 'owner', 'roles')
      return rows.map((row) => ({ ...row, roles: parseRoles(row.roles) }))
    },
  }
}
