import type { Mark } from './chain.ts'
import type { ExportPage } from './export.ts'

/** What is put on record: who did what to what, and how it ended. Never a password, a token, or a row. */
export interface AuditEntry {
  /** Noun and past participle: `user.created`, `login.refused`, `query.answered`. */
  action: string
  outcome: 'success' | 'refused' | 'failure'
  userId: string | null
  username: string | null
  /** What it was done to: an id or a name. */
  target?: string
  requestId?: string
  ip?: string
  details?: Record<string, unknown>
}

/** A record of the trail: an entry with its place in the chain. */
export interface AuditRecord extends AuditEntry {
  id: string
  sequence: number
  /** RFC 3339. */
  time: string
  /** HMAC-SHA-256 over the record and the hash before it, in hex. */
  hash: string
}

/** What a check of the chain found. */
export interface AuditVerdict {
  valid: boolean
  records: number
  first_broken?: { sequence: number; why: string }
}

/** A service's own trail: a keyed hash chain in its own database. */
export interface Audit {
  /**
   * Resolves when it is on record, with the record's id. Throws `unavailable` when it cannot be: then the deed must not be done.
   * Never to be awaited inside a transaction of the same database: it opens one of its own.
   */
  record(entry: AuditEntry): Promise<string>
  /** Newest first. `user` is an id or a name; the action `login` stands for `login.refused` and its like too. */
  list(filter: {
    user?: string
    action?: string
    since?: string
    until?: string
    limit: number
    cursor?: string
  }): Promise<{ items: AuditRecord[]; next_cursor: string | null }>
  /** Proves that no record was edited, removed, inserted, reordered or cut off. */
  verify(): Promise<AuditVerdict>
  /** Signs where the chain stands now, keeps that, and answers it, to be kept elsewhere. Null when the head is not ours to sign. */
  checkpoint(): Promise<Mark | null>
  /** The lines of an export, oldest first, that `verifyExport` can check without this database. */
  export(page: { limit: number; cursor?: string }): Promise<ExportPage>
  /** Waits until what was asked for is on record. */
  close(): Promise<void>
}
