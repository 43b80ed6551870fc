import type { Knex } from 'knex'
import { systemClock, timestamp, type Clock } from '../../../platform/clock.ts'
import { audiencesOf, visibleTo } from './audiences.ts'
import { filterSql } from './filter-sql.ts'
import { searchableText, textHashOf } from '../text/prepare.ts'
import { insertRows } from './insert.ts'
import type { SearchScope, Viewer } from './passage-store.ts'
import { readPassages } from './pending.ts'
import { lockState } from './state.ts'
import { noHash, type WriteHook } from './write.ts'

/** A model whose vectors are kept. One serves searches; another may be building up beside it, never mixed with it. */
export interface EmbeddingModel {
  key: number
  name: string
  dimensions: number
  state: 'serving' | 'building'
}

/** A vector of a passage, with what filtering needs. */
export interface VectorEntry {
  key: number
  documentKey: number
  audience: number
  vector: Float32Array
}

/** A text that has no vector of a model yet. */
export interface PendingText {
  textHash: Buffer
  text: string
}

/** What has changed since some point of the log. */
export interface Changes {
  /** The end of the log. */
  sequence: number
  /** Passages to be read anew; `all` when the log does not reach back so far. */
  chunks: number[] | 'all'
}

/** The truth about vectors: kept by model and text, so that equal texts are embedded once and a restart loses nothing. */
export interface VectorStore {
  /** Keeps vectors true within the passage store's own transactions. */
  hook: WriteHook
  models(): Promise<EmbeddingModel[]>
  /** The model of this name and dimension; a new one serves at once if none does, else it is built up first. */
  ensureModel(name: string, dimensions: number): Promise<EmbeddingModel>
  pending(model: EmbeddingModel, limit: number): Promise<PendingText[]>
  /** Keeps vectors in one transaction; texts that no passage has any more are left out. */
  write(model: EmbeddingModel, vectors: readonly { textHash: Buffer; vector: Float32Array }[]): Promise<void>
  /** How many of the passages that the viewer may read have their vectors. */
  progress(model: EmbeddingModel, viewer: Viewer | null): Promise<{ embedded: number; total: number }>
  /** Lets a built model serve and drops the others with their vectors. */
  promote(model: EmbeddingModel): Promise<void>
  /** With a negative sequence: `all`, and where the log ends. */
  changesSince(sequence: number): Promise<Changes>
  /** The vectors of these passages that there are. */
  entries(model: EmbeddingModel, keys: readonly number[]): Promise<VectorEntry[]>
  /** All vectors, by key, a batch at a time. */
  allEntries(model: EmbeddingModel): AsyncIterable<VectorEntry[]>
  /** Which audiences and documents a scope allows; `undefined` for any. */
  permitted(scope: SearchScope): Promise<{ audiences?: Set<number>; documents?: Set<number> }>
}

interface EntryRow {
  key: number
  document_key: number
  audience: number
  vector: Buffer
}

const batchSize = 2_000
/** Whoever is further behind reads everything anew. */
const longestLog = 200_000

const toBlob = (vector: Float32Array): Buffer => Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength)

/** The numbers of a stored vector, copied, since a buffer from the database may lie at any address. */
const fromBlob = (blob: Buffer): Float32Array => new Float32Array(Uint8Array.from(blob).buffer)

const toEntry = (row: EntryRow): VectorEntry => ({
  key: row.key,
  documentKey: row.document_key,
  audience: row.audience,
  vector: fromBlob(row.vector),
})

/** The vectors' side of a passage store's database. */
export const createVectorStore = (
  { knex, dialect }: { knex: Knex; dialect: 'sqlite' | 'postgres' },
  { clock = systemClock }: { clock?: Clock } = {},
): VectorStore => {
  const hasModels = async (database: Knex): Promise<boolean> =>
    (await database('embedding_models').select('key').first()) !== undefined

  const log = (database: Knex, chunks: readonly number[]) =>
    insertRows(
      database,
      'vector_changes',
      { chunk: 'integer' },
      chunks.map((chunk) => [chunk]),
    )

  const keysOf = async (
    database: Knex,
    documentKeys: readonly number[],
  ): Promise<{ key: number; text_hash: Buffer }[]> =>
    database('chunks')
      .select<{ key: number; text_hash: Buffer }[]>('key', 'text_hash')
      .whereIn('document_key', [...documentKeys])

  /** Vectors of texts that no passage holds any more go with the last that did: what is deleted is gone. */
  const forget = async (database: Knex, hashes: readonly Buffer[]): Promise<void> => {
    for (let from = 0; from < hashes.length; from += batchSize)
      await database('embeddings')
        .whereIn('text_hash', hashes.slice(from, from + batchSize))
        .whereNotExists(database('chunks').select('key').whereRaw('chunks.text_hash = embeddings.text_hash'))
        .delete()
  }

  const hook: WriteHook = {
    async removing(database, documentKeys) {
      if (!(await hasModels(database))) return async () => {}
      const chunks = await keysOf(database, documentKeys)
      await log(
        database,
        chunks.map((chunk) => chunk.key),
      )
      return () =>
        forget(
          database,
          chunks.map((chunk) => chunk.text_hash),
        )
    },
    async inserted(database, chunks) {
      if (await hasModels(database)) await log(database, chunks)
    },
    async moved(database, documentKey) {
      if (await hasModels(database))
        await log(
          database,
          (await keysOf(database, [documentKey])).map((chunk) => chunk.key),
        )
    },
  }

  /** Makes the hashes of passages that were written while nothing was embedded. */
  const hashTexts = async (): Promise<void> => {
    for (let isMore = true; isMore;) {
      const passages = await readPassages(knex, ['text_hash = ?', [noHash]], batchSize)
      isMore = passages.length === batchSize
      if (passages.length === 0) return
      await knex.transaction(async (database) => {
        await lockState(database)
        for (const { key, text } of passages)
          await database('chunks')
            .where({ key })
            .update({ text_hash: textHashOf(text) })
        await log(
          database,
          passages.map(({ key }) => key),
        )
      })
    }
  }

  const select = (model: EmbeddingModel) =>
    knex('chunks')
      .join('documents', 'documents.key', 'chunks.document_key')
      .join('embeddings', 'embeddings.text_hash', 'chunks.text_hash')
      .where('embeddings.model', model.key)
      .select<EntryRow[]>('chunks.key', 'chunks.document_key', 'documents.audience', 'embeddings.vector')

  const models = () =>
    knex<EmbeddingModel>('embedding_models').select('key', 'name', 'dimensions', 'state').orderBy('key')

  return {
    hook,
    models,
    async ensureModel(name, dimensions) {
      return knex.transaction(async (database) => {
        await lockState(database)
        // Without vectors nothing is looked up by it, and it would make writing slower.
        await database.raw('create index if not exists chunks_text_hash_index on chunks(text_hash)')
        const all = await database<EmbeddingModel>('embedding_models').select('key', 'name', 'dimensions', 'state')
        const known = all.find((model) => model.name === name && model.dimensions === dimensions)
        // A model that was being built for a setting that is no more would be built for nobody.
        await database('embedding_models')
          .where({ state: 'building' })
          .whereNot({ key: known?.key ?? 0 })
          .delete()
        if (known) return known
        const state = all.some((model) => model.state === 'serving') ? 'building' : 'serving'
        const model: EmbeddingModel = { key: Math.max(0, ...all.map((each) => each.key)) + 1, name, dimensions, state }
        await database('embedding_models').insert({ ...model, created_at: timestamp(clock.now()) })
        return model
      })
    },
    async pending(model, limit) {
      await hashTexts()
      const rows = await knex('chunks')
        .join('documents', 'documents.key', 'chunks.document_key')
        .leftJoin('embeddings', (join) => {
          join.on('embeddings.text_hash', 'chunks.text_hash').andOnVal('embeddings.model', model.key)
        })
        .whereNull('embeddings.model')
        .select<{ text_hash: Buffer; title: string; content: string; heading_path: string; context: string | null }[]>(
          'chunks.text_hash',
          'documents.title',
          'chunks.content',
          'chunks.heading_path',
          'chunks.context',
        )
        .limit(limit)
      const distinct = new Map<string, PendingText>()
      for (const row of rows) {
        const path: unknown = JSON.parse(row.heading_path)
        const headingPath = Array.isArray(path) ? path.map(String) : []
        const chunk = { text: row.content, headingPath, ...(row.context === null ? {} : { context: row.context }) }
        distinct.set(row.text_hash.toString('hex'), { textHash: row.text_hash, text: searchableText(row.title, chunk) })
      }
      return [...distinct.values()]
    },
    async write(model, vectors) {
      await knex.transaction(async (database) => {
        await lockState(database)
        for (let from = 0; from < vectors.length; from += batchSize) {
          const part = vectors.slice(from, from + batchSize)
          const chunks = await database('chunks')
            .select<{ key: number; text_hash: Buffer }[]>('key', 'text_hash')
            .whereIn(
              'text_hash',
              part.map((each) => each.textHash),
            )
          const wanted = new Set(chunks.map((chunk) => chunk.text_hash.toString('hex')))
          const rows = part.filter((each) => wanted.has(each.textHash.toString('hex')))
          if (rows.length === 0) continue
          await database('embeddings')
            .insert(
              rows.map(({ textHash, vector }) => ({ model: model.key, text_hash: textHash, vector: toBlob(vector) })),
            )
            .onConflict(['model', 'text_hash'])
            .merge()
          await log(
            database,
            chunks.map((chunk) => chunk.key),
          )
        }
        await trimLog(database)
      })
    },
    async progress(model, viewer) {
      const visible = await visibleTo(knex, viewer, 'documents.audience')
      const readable = () => {
        const query = knex('chunks').join('documents', 'documents.key', 'chunks.document_key')
        return visible ? query.whereRaw(visible.sql, visible.bindings) : query
      }
      const [total, embedded] = await Promise.all([
        readable().count<{ n: number | string }[]>({ n: '*' }),
        readable()
          .join('embeddings', 'embeddings.text_hash', 'chunks.text_hash')
          .where('embeddings.model', model.key)
          .count<{ n: number | string }[]>({ n: '*' }),
      ])
      return { total: Number(total[0]?.n ?? 0), embedded: Number(embedded[0]?.n ?? 0) }
    },
    async promote(model) {
      await knex.transaction(async (database) => {
        await lockState(database)
        await database('embeddings').whereNot({ model: model.key }).delete()
        await database('embedding_models').whereNot({ key: model.key }).delete()
        await database('embedding_models').where({ key: model.key }).update({ state: 'serving' })
      })
    },
    async changesSince(sequence) {
      const [ends] = await knex('vector_changes').select<
        { first: number | string | null; last: number | string | null }[]
      >(knex.raw('min(sequence) as first, max(sequence) as last'))
      const [first, last] = [Number(ends?.first ?? 0), Number(ends?.last ?? 0)]
      if (sequence < 0) return { sequence: last, chunks: 'all' }
      if (last <= sequence) return { sequence, chunks: [] }
      if (sequence < first - 1) return { sequence: last, chunks: 'all' }
      const rows = await knex('vector_changes')
        .select<{ chunk: number }[]>('chunk')
        .where('sequence', '>', sequence)
        .andWhere('sequence', '<=', last)
      return { sequence: last, chunks: [...new Set(rows.map((row) => row.chunk))] }
    },
    async entries(model, keys) {
      const found: VectorEntry[] = []
      for (let from = 0; from < keys.length; from += batchSize)
        found.push(...(await select(model).whereIn('chunks.key', keys.slice(from, from + batchSize))).map(toEntry))
      return found
    },
    async *allEntries(model) {
      let after = 0
      for (;;) {
        const rows = await select(model).where('chunks.key', '>', after).orderBy('chunks.key').limit(batchSize)
        const last = rows.at(-1)
        if (!last) return
        yield rows.map(toEntry)
        after = last.key
      }
    },
    async permitted({ viewer, filter }) {
      const audiences = await audiencesOf(knex, viewer)
      if (!filter) return audiences ? { audiences: new Set(audiences) } : {}
      const matching = filterSql(filter, dialect)
      const rows = await knex('documents').select<{ key: number }[]>('key').whereRaw(matching.sql, matching.bindings)
      return { ...(audiences ? { audiences: new Set(audiences) } : {}), documents: new Set(rows.map((row) => row.key)) }
    },
  }
}

const trimLog = async (database: Knex): Promise<void> => {
  const last = await database('vector_changes').max<{ last: number | string | null }>({ last: 'sequence' }).first()
  await database('vector_changes')
    .where('sequence', '<', Number(last?.last ?? 0) - longestLog)
    .delete()
}
