import type { Knex } from 'knex'
import { AppError } from '../../../platform/errors.ts'
import type { Candidate, SearchScope } from './passage-store.ts'
import { insertRows } from './insert.ts'
import { scopeSql } from './scope.ts'
import type { EmbeddingModel, VectorEntry, VectorStore } from './vector-store.ts'

/** Vectors of one model in a table of pgvector's, which follows the store's log. */
export interface PgVectors {
  search(vector: Float32Array, scope: SearchScope, limit: number): Promise<Candidate[]>
}

/** The most dimensions that a graph of half-precision vectors can have; beyond, every vector is compared. */
const mostIndexed = 4_000
const batchSize = 1_000

const literal = (vector: Float32Array): string => `[${vector.join(',')}]`

/** Creates what the model needs. Throws `unavailable` when the database has no pgvector. */
const prepare = async (knex: Knex, model: EmbeddingModel): Promise<void> => {
  try {
    await knex.raw('create extension if not exists vector')
  } catch (error) {
    throw new AppError('unavailable', 'PostgreSQL has no pgvector here: install it, or set VECTOR_STORE=sqlite.', {
      reason: 'pgvector_missing',
      cause: error,
    })
  }
  await knex.transaction(async (database) => {
    await database.raw('select pg_advisory_xact_lock(hashtext(current_schema()))')
    await database.raw(
      'create table if not exists vector_index_state(model integer primary key, sequence bigint not null)',
    )
    await database.raw(`create table if not exists chunk_vectors(
      model integer not null, key integer not null, vector halfvec not null, primary key (model, key))`)
    if (model.dimensions <= mostIndexed)
      await database.raw(`create index if not exists chunk_vectors_${model.key} on chunk_vectors
        using hnsw ((vector::halfvec(${model.dimensions})) halfvec_cosine_ops) where model = ${model.key}`)
    await database.raw('insert into vector_index_state values (?, -1) on conflict do nothing', [model.key])
    for (const table of ['chunk_vectors', 'vector_index_state'])
      await database.raw(`delete from ${table} where model not in (select key from embedding_models)`)
  })
}

const write = async (database: Knex, model: EmbeddingModel, entries: readonly VectorEntry[]): Promise<void> => {
  const rows = entries.map(({ key, vector }) => [model.key, key, literal(vector)])
  await insertRows(database, 'chunk_vectors', { model: 'integer', key: 'integer', vector: 'halfvec' }, rows)
}

/** pgvector's HNSW graph, scanned on until enough permitted passages are found, so that a filter never thins the result. */
export const openPgVectors = async (
  { knex }: { knex: Knex },
  store: VectorStore,
  model: EmbeddingModel,
): Promise<PgVectors> => {
  await prepare(knex, model)
  let known = -1

  /** Applies what has changed in the store, one process at a time. */
  const follow = async (): Promise<void> => {
    if ((await store.changesSince(Math.max(known, 0))).chunks.length === 0 && known >= 0) return
    const [{ sequence } = { sequence: '-1' }] = (
      await knex.raw<{ rows: { sequence: string }[] }>('select sequence from vector_index_state where model = ?', [
        model.key,
      ])
    ).rows
    const changes = await store.changesSince(Number(sequence))
    const entries: VectorEntry[] = []
    if (changes.chunks === 'all') for await (const batch of store.allEntries(model)) entries.push(...batch)
    else entries.push(...(await store.entries(model, changes.chunks)))
    await knex.transaction(async (database) => {
      const { rows } = await database.raw<{ rows: { sequence: string }[] }>(
        'select sequence from vector_index_state where model = ? for update',
        [model.key],
      )
      if (rows[0]?.sequence !== sequence) return
      if (changes.chunks === 'all') await database('chunk_vectors').where({ model: model.key }).delete()
      else
        for (let from = 0; from < changes.chunks.length; from += batchSize)
          await database('chunk_vectors')
            .where({ model: model.key })
            .whereIn('key', changes.chunks.slice(from, from + batchSize))
            .delete()
      await write(database, model, entries)
      await database('vector_index_state').where({ model: model.key }).update({ sequence: changes.sequence })
    })
    known = changes.sequence
  }

  return {
    async search(vector, scope, limit) {
      await follow()
      const condition = await scopeSql(knex, 'postgres', scope)
      const half = `halfvec(${model.dimensions})`
      return knex.transaction(async (database) => {
        await database.raw('set local hnsw.iterative_scan = strict_order')
        await database.raw(`set local hnsw.ef_search = ${Math.min(1_000, Math.max(100, limit))}`)
        const nearest = async () =>
          (
            await database.raw<{ rows: { key: number; score: number }[] }>(
              `select v.key as key, 1 - (v.vector::${half} <=> ?::${half}) as score
               from chunk_vectors v join (
                 select c.key, c.document_key, d.audience from chunks c join documents d on d.key = c.document_key
               ) s on s.key = v.key
               where v.model = ${model.key} ${condition ? `and ${condition.sql}` : ''}
               order by v.vector::${half} <=> ?::${half} limit ?`,
              [literal(vector), ...(condition?.bindings ?? []), literal(vector), limit],
            )
          ).rows
        const found = await nearest()
        if (found.length === limit) return found
        // The graph is given up after so many; where nearly all are forbidden, it is quicker to compare the permitted.
        await database.raw('set local enable_indexscan = off')
        return nearest()
      })
    },
  }
}
