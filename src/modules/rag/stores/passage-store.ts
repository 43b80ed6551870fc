import type { Knex } from 'knex'
import type { QueryTerm } from '../text/lexical-query.ts'
import type { CollectionStatistics } from '../text/lexical-score.ts'
import type { MetadataFilter } from '../retrieve/filter.ts'
import type { Postings } from '../text/postings.ts'
import type { Signature } from '../text/signature.ts'
import type { PreparedText } from '../text/prepare.ts'

/** Who asks. `null` in its place is the system itself, which sees everything. */
export interface Viewer {
  userId: string
  roles: readonly string[]
}

/** What a document is besides its text. */
export interface DocumentHead {
  id: string
  title: string
  /** Where it came from: a path, a URL, a file name; empty when it was given as text. */
  source: string
  contentHash: string
  /** ISO 639-1, detected. */
  language: string
  metadata: Record<string, unknown>
  /** Roles that may read it; `null` for all who may read documents. */
  allowedRoles: readonly string[] | null
  /** The one person who may read it; `null` unless it is private. */
  owner: string | null
  status: string
  chunks: number
  /** RFC 3339. */
  createdAt: string
  updatedAt: string
}

/** A document to be written. Without an id it replaces the one of the same source and owner, else it gets a new one. */
export interface NewDocument {
  id?: string
  title: string
  source?: string
  /** A hash of what it was made from: the same hash, title and cut again costs nothing. */
  contentHash: string
  metadata?: Record<string, unknown>
  allowedRoles?: readonly string[] | null
  owner?: string | null
}

/** A passage to be written; `text` is the document's text from `start` to `end`. */
export interface NewChunk {
  text: string
  start: number
  end: number
  page?: number
  headingPath: readonly string[]
  /** Words that belong to it and stand elsewhere, such as a table's header row. */
  context?: string
}

/** A document with its passages, written or replaced as one. */
export type NewEntry = {
  /** Write even if nothing seems to have changed, as when the chunker was set anew. */
  force?: boolean
} & (PreparedEntry | UnpreparedEntry)

/** A document whose text was prepared by `prepareText`. */
export interface PreparedEntry {
  document: NewDocument
  prepared: PreparedText
}

/** A document with its text, which the chunks' offsets and all citations point into. */
export interface UnpreparedEntry {
  document: NewDocument & { text: string }
  chunks: Iterable<NewChunk>
}

/** What became of a document. */
export interface Written {
  id: string
  /** `refused`: it may not replace the document that bears its name. */
  outcome: 'indexed' | 'updated' | 'unchanged' | 'refused'
  chunks: number
}

/** Who may read a document. Documents with the same answer share one number, so that searching by permission is a look-up. */
export interface Audience {
  roles: readonly string[] | null
  owner: string | null
}

/** What a writer does in the same transaction, such as noting that its work is done. */
export type AlsoWrite = (database: Knex, written: readonly Written[]) => Promise<void>

/** A passage as it is stored. */
export interface StoredChunk {
  /** The store's own number for it, never used again; for indexes. */
  key: number
  chunkId: string
  documentId: string
  ordinal: number
  /** What the document has between the passage before and this one: blank lines, mostly. */
  lead: string
  content: string
  start: number
  end: number
  page: number | null
  headingPath: readonly string[]
  /** What a reader needs besides the text, such as the header row of a table that was cut. */
  context?: string
}

/** Which passages a search may see: what the viewer may read, narrowed by a filter. */
export interface SearchScope {
  viewer: Viewer | null
  filter?: MetadataFilter | undefined
}

/** So many documents, and passages of them. */
export interface Counts {
  documents: number
  chunks: number
}

/** A passage that an index offers; a higher score is better. */
export interface Candidate {
  key: number
  score: number
}

/** What stands beside passages. */
export interface Beside {
  /** For each passage those before and after it in its document. */
  neighbours: Map<number, number[]>
  /** Those of all neighbours. */
  signatures: Map<number, Signature>
}

/** The lexical index as it stands at one moment. */
export interface LexicalView {
  /** Languages of the collection, most frequent first. */
  languages: readonly string[]
  statistics: CollectionStatistics
  /** For each term all passages that hold it, pending or not; of what is written meanwhile what was there at the end. */
  postings(terms: readonly QueryTerm[]): Promise<Postings[]>
  /** The keys of all passages within the scope of the view, ascending; undefined when that is all there are. */
  permitted(): Promise<Uint32Array | undefined>
  signatures(keys: readonly number[]): Promise<Map<number, Signature>>
  beside(keys: readonly number[]): Promise<Beside>
}

/** What the lexical index needs of a store. */
export interface LexicalStore {
  /** As it is now; without a scope all is permitted. */
  view(scope?: SearchScope): Promise<LexicalView>
}

/** What became of passages that were to enter the full text search. */
export interface Entered {
  /** So many are still to enter it. */
  left: number
  /** False when another process had entered them before. */
  isOurs: boolean
}

/** Which documents are looked for; all that is given must hold. */
export interface DocumentQuery {
  id?: string | undefined
  source?: string | undefined
  /** Any part of the title, in any case. */
  title?: string | undefined
  filter?: MetadataFilter | undefined
}

/**
 * Where documents, their passages and all entries of the lexical index live, so that each write is one transaction: a search
 * sees a document whole or not at all, and a deleted one never again. Viewers see what they may read; the rest does not exist.
 */
export interface PassageStore {
  readonly lexical: LexicalStore
  /**
   * Writes documents in ONE transaction. Idempotent: what is there already in the same form is `unchanged`. `also` runs within it,
   * and `mayReplace` says whether a document of this audience may be replaced; without it any may.
   */
  replaceDocuments(
    entries: readonly NewEntry[],
    also?: AlsoWrite,
    mayReplace?: (audience: Audience) => boolean,
  ): Promise<Written[]>
  /** Removes documents and everything made of them, in one transaction. Returns how many there were. Unknown ids are nothing. */
  deleteDocuments(ids: readonly string[]): Promise<number>
  document(id: string, viewer: Viewer | null): Promise<DocumentHead | undefined>
  /** The text that a document begins with, at most so long; all of it up to its last passage when no length is given. */
  documentText(id: string, viewer: Viewer | null, most?: number): Promise<string | undefined>
  documents(ids: readonly string[], viewer: Viewer | null): Promise<Map<string, DocumentHead>>
  /** Newest first, a page at a time; `nextCursor` is null at the end. */
  listDocuments(
    page: { limit: number; cursor?: string | undefined } & DocumentQuery,
    viewer: Viewer | null,
  ): Promise<{ items: DocumentHead[]; nextCursor: string | null }>
  /** The id, source and hash of every document whose source begins so, for synchronising folders. */
  sources(prefix: string): AsyncIterable<{ id: string; source: string; contentHash: string }>
  chunksOf(documentId: string, viewer: Viewer | null): Promise<StoredChunk[]>
  /** The passages of these keys that the viewer may read, in the keys' order. */
  chunks(keys: readonly number[], viewer: Viewer | null): Promise<StoredChunk[]>
  /** What stands `before` and `after` a passage in its document, itself included. */
  neighbours(chunk: StoredChunk, before: number, after: number): Promise<StoredChunk[]>
  /** How much of it the viewer may read. */
  counts(viewer: Viewer | null): Promise<Counts>
  /** How many passages that the viewer may read the full text search does not hold yet; they are found alike. */
  pending(viewer: Viewer | null): Promise<number>
  /**
   * Takes the oldest passages that are only pending into the full text search: some thousands, in one transaction. They are found
   * before and after alike; after it at less cost. Returns undefined when there were none.
   */
  indexPending(): Promise<Entered | undefined>
  /** Does so until none is left; for whoever measures. */
  settle(): Promise<void>
  /** Grows with every write, by whatever process; equal means that nothing has changed. */
  revision(): Promise<number>
}
