import { vectorIndexes, type VectorStoreName } from '../../src/modules/rag/indexes/index.ts'
import { ragMigrations } from '../../src/modules/rag/migrations/index.ts'
import { createVectorSearch } from '../../src/modules/rag/retrieve/vector-search.ts'
import { createStores } from '../../src/modules/rag/stores/index.ts'
import { hash32 } from '../../src/modules/rag/text/hash.ts'
import { openDatabase } from '../../src/platform/db/connect.ts'
import { parseStorageUrl } from '../../src/platform/db/dialect.ts'
import type { Embedder } from '../../src/platform/embeddings/index.ts'
import { randomNumbers } from '../../bench/support/texts.ts'

/** Vectors that follow from the text alone, the same in every process. */
const embedder: Embedder = {
  model: 'of the text',
  embed: (texts) =>
    Promise.resolve(
      texts.map((text) => {
        const random = randomNumbers(hash32(text))
        return Float32Array.from({ length: 24 }, () => random() - 0.5)
      }),
    ),
}

const nameOf = (name: string): VectorStoreName => (name === 'vectra' ? 'vectra' : 'sqlite')

/** Stores with vectors in an index of this name, for a process that may be killed and one that looks at what it left. */
export const openKillable = async (folder: string, url: string, name: string) => {
  const database = await openDatabase(parseStorageUrl(url), 'rag', ragMigrations)
  const stores = createStores(database)
  const vectors = createVectorSearch({
    store: stores.vectors,
    embedder,
    embedderFor: () => embedder,
    createIndex: (model) =>
      vectorIndexes[nameOf(name)]({ store: stores.vectors, folder, openPgVectors: stores.openPgVectors }, model),
  })
  return { database, stores, vectors }
}
