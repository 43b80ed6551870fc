import type { Knex } from 'knex'
import { AppError } from '../../../platform/errors.ts'
import { isAmongKeys } from './among.ts'
import { mayRead, visibleTo } from './audiences.ts'
import { filterSql } from './filter-sql.ts'
import type { DocumentQuery, PassageStore, Viewer } from './passage-store.ts'
import type { Fragment } from './rows.ts'
import { readState } from './state.ts'
import { joinChunks, toChunk, toHead, type ChunkRow, type DocumentRow } from './tables.ts'

type Readers = Omit<PassageStore, 'lexical' | 'replaceDocuments' | 'deleteDocuments' | 'indexPending' | 'settle'>

const encodeCursor = (row: DocumentRow): string =>
  Buffer.from(JSON.stringify([row.created_at, row.key])).toString('base64url')

const decodeCursor = (cursor: string): [string, number] => {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(parsed) && typeof parsed[0] === 'string' && Number.isSafeInteger(parsed[1]))
      return [parsed[0], Number(parsed[1])]
  } catch {
    // Whatever it was, it gets the same answer.
  }
  throw new AppError('invalid', 'The cursor is not one of ours; start without it.')
}

const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

/** So many passages of a document are read at a time. */
const chunksAtOnce = 1_000

/** The reading half of a passage store. Every look-up asks who looks. */
export const createReaders = (database: Knex, engine: 'sqlite' | 'postgres'): Readers => {
  const heads = (visible: Fragment | undefined) => {
    const query = database('documents')
      .join('audiences', 'audiences.key', 'documents.audience')
      .select<DocumentRow[]>('documents.*', 'audiences.roles', 'audiences.owner')
    return visible ? query.whereRaw(visible.sql, visible.bindings) : query
  }
  const chunkRows = (visible: Fragment | undefined) => {
    const query = database('chunks')
      .join('documents', 'documents.key', 'chunks.document_key')
      .join('audiences', 'audiences.key', 'documents.audience')
      .select<ChunkRow[]>(
        'chunks.key',
        'documents.id as document_id',
        'roles',
        'owner',
        'ordinal',
        'start_offset',
        'end_offset',
        'page',
        'heading_path',
        'lead',
        'content',
        'context',
      )
    return visible ? query.whereRaw(visible.sql, visible.bindings) : query
  }
  const visibility = (viewer: Viewer | null) => visibleTo(database, viewer, 'documents.audience')

  const narrow = (query: ReturnType<typeof heads>, { id, source, title, filter }: DocumentQuery) => {
    if (id !== undefined) query.where('documents.id', id)
    if (source !== undefined) query.where('documents.source', source)
    if (title !== undefined)
      query.whereRaw(`lower(documents.title) like ? escape '\\'`, [`%${escapeLike(title.toLowerCase())}%`])
    const matching = filter && filterSql(filter, engine)
    if (matching) query.whereRaw(matching.sql, matching.bindings)
    return query
  }

  return {
    async document(id, viewer) {
      const rows = await heads(await visibility(viewer)).where('documents.id', id)
      return rows[0] && toHead(rows[0])
    },
    async documentText(id, viewer, most = Infinity) {
      let text: string | undefined
      for (let from = 0; (text?.length ?? 0) < most; from += chunksAtOnce) {
        const rows = await chunkRows(await visibility(viewer))
          .where('documents.id', id)
          .whereBetween('ordinal', [from, from + chunksAtOnce - 1])
          .orderBy('ordinal')
        if (rows.length === 0) break
        text = joinChunks(rows.map(toChunk), text, text?.length)
      }
      return text?.slice(0, most)
    },
    async documents(ids, viewer) {
      const rows = await heads(undefined).whereIn('documents.id', [...new Set(ids)])
      return new Map(rows.flatMap((row) => (mayRead(viewer, row) ? [[row.id, toHead(row)]] : [])))
    },
    async listDocuments({ limit, cursor, ...wanted }, viewer) {
      const after = cursor === undefined ? undefined : decodeCursor(cursor)
      const query = narrow(heads(await visibility(viewer)), wanted)
        .orderBy([
          { column: 'documents.created_at', order: 'desc' },
          { column: 'documents.key', order: 'desc' },
        ])
        .limit(limit + 1)
      if (after) query.whereRaw('(documents.created_at, documents.key) < (?, ?)', after)
      const rows = await query
      const last = rows.length > limit ? rows[limit - 1] : undefined
      return { items: rows.slice(0, limit).map(toHead), nextCursor: last ? encodeCursor(last) : null }
    },
    async *sources(prefix) {
      let after = 0
      for (;;) {
        const rows = await database<DocumentRow>('documents')
          .select('key', 'id', 'source', 'content_hash')
          .where('key', '>', after)
          .whereRaw(`source like ? escape '\\'`, [`${escapeLike(prefix)}%`])
          .orderBy('key')
          .limit(1_000)
        for (const row of rows) yield { id: row.id, source: row.source, contentHash: row.content_hash }
        const last = rows.at(-1)
        if (!last) return
        after = last.key
      }
    },
    async chunksOf(documentId, viewer) {
      const rows = await chunkRows(await visibility(viewer))
        .where('documents.id', documentId)
        .orderBy('ordinal')
      return rows.map(toChunk)
    },
    async chunks(keys, viewer) {
      const rows = await chunkRows(undefined).whereRaw(...isAmongKeys(database, 'chunks.key', keys))
      const byKey = new Map(rows.flatMap((row) => (mayRead(viewer, row) ? [[row.key, toChunk(row)]] : [])))
      return keys.flatMap((key) => byKey.get(key) ?? [])
    },
    async neighbours(chunk, before, after) {
      const rows = await chunkRows(undefined)
        .where('documents.id', chunk.documentId)
        .whereBetween('ordinal', [chunk.ordinal - before, chunk.ordinal + after])
        .orderBy('ordinal')
      return rows.map(toChunk)
    },
    async counts(viewer) {
      const visible = await visibility(viewer)
      if (!visible) {
        const { documents, chunks } = await readState(database)
        return { documents, chunks }
      }
      const [sums] = await database('documents')
        .select<{ documents: number | string; chunks: number | string | null }[]>(
          database.raw('count(*) as documents, sum(chunks) as chunks'),
        )
        .whereRaw(visible.sql, visible.bindings)
      return { documents: Number(sums?.documents ?? 0), chunks: Number(sums?.chunks ?? 0) }
    },
    async pending(viewer) {
      const { indexed_key, next_key } = await readState(database)
      if (indexed_key >= next_key) return 0
      const visible = await visibility(viewer)
      const query = database('documents')
        .join('chunks', 'chunks.document_key', 'documents.key')
        .where('chunks.key', '>=', indexed_key)
        .count<{ n: number | string }[]>({ n: '*' })
      const [row] = await (visible ? query.whereRaw(visible.sql, visible.bindings) : query)
      return Number(row?.n ?? 0)
    },
    async revision() {
      return (await readState(database)).revision
    },
  }
}
