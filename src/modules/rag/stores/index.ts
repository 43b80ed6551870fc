import type { Knex } from 'knex'
import { systemClock, type Clock } from '../../../platform/clock.ts'
import { createLexicalStore } from './lexical-store.ts'
import type { PassageStore } from './passage-store.ts'
import { createReaders } from './read.ts'
import { openPgVectors, type PgVectors } from './pgvector.ts'
import { createVectorStore, type EmbeddingModel, type VectorStore } from './vector-store.ts'
import { analyse as analyseHere } from '../text/analyse.ts'
import { indexPending, type Analyse } from './fill.ts'
import { deleteDocuments, replaceDocuments } from './write.ts'

export { isAmong } from './among.ts'
export { parseRoles } from './audiences.ts'
export { insertRows } from './insert.ts'
export { joinChunks } from './tables.ts'
export type { PgVectors } from './pgvector.ts'
export type { Value } from './rows.ts'
export type { EmbeddingModel, VectorEntry, VectorStore } from './vector-store.ts'

/** A store of passages with its vectors, on one database. */
export interface Stores {
  passages: PassageStore
  vectors: VectorStore
  /** pgvector's table for a model. Throws `unavailable` where there is none. */
  openPgVectors: (model: EmbeddingModel) => Promise<PgVectors>
}

const analyseAtOnce: Analyse = async (texts) => texts.map(({ text, language }) => analyseHere(text, language))

/** The stores on a database whose tables are up to date. Each write keeps passages, lexical index and vectors true at once. */
export const createStores = (
  database: { knex: Knex; dialect: 'sqlite' | 'postgres' },
  { clock = systemClock, analyse = analyseAtOnce }: { clock?: Clock; analyse?: Analyse } = {},
): Stores => {
  const vectors = createVectorStore(database, { clock })
  const context = { knex: database.knex, clock, hooks: [vectors.hook] }
  const indexSome = () => indexPending(database.knex, analyse)
  const passages: PassageStore = {
    ...createReaders(database.knex, database.dialect),
    lexical: createLexicalStore(database.knex, database.dialect),
    replaceDocuments: (entries, also, mayReplace) => replaceDocuments(context, entries, also, mayReplace),
    deleteDocuments: (ids) => deleteDocuments(context, ids),
    indexPending: indexSome,
    settle: async () => {
      while ((await indexSome()) !== undefined);
    },
  }
  return { passages, vectors, openPgVectors: (model) => openPgVectors(database, vectors, model) }
}
