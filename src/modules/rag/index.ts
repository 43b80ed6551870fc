import { join } from 'node:path'
import { defineModule } from '../../contract/module.ts'
import { openModel } from './answer/model.ts'
import { ragSettings } from './config.ts'
import { ragContract } from './contract.ts'
import { createLexicalIndex } from './indexes/index.ts'
import { longestText } from './ingest/accept.ts'
import { createFiller } from './ingest/filler.ts'
import { createJobs } from './ingest/jobs.ts'
import { createParsePool } from './ingest/parse-pool.ts'
import { createPipeline } from './ingest/pipeline.ts'
import { ragMigrations } from './migrations/index.ts'
import { defaultLimits } from './parsers/index.ts'
import { createSearch } from './retrieve/search.ts'
import { createService } from './service.ts'
import { createStores } from './stores/index.ts'
import { createTables } from './tables.ts'
import { openReranker, openVectors } from './vectors.ts'

/** Documents in; passages and cited answers out. */
export default defineModule({
  contract: ragContract,
  settings: ragSettings,
  migrations: ragMigrations,
  needs: {},
  create: async ({ config, settings, db, audit, log, clock, version }) => {
    const stores = createStores(db, { clock })
    const store = stores.passages
    const vectors = openVectors(config, { stores, dialect: db.dialect, dataDir: settings.dataDir, log })
    const filler = createFiller({ store, log })
    const tables = createTables(db, clock)
    const pool = createParsePool({
      size: config.parseWorkers,
      memoryMegabytes: config.parseMemory,
      timeoutMs: config.parseTimeout,
      limits: { ...defaultLimits, fileBytes: config.maxFile, textCharacters: longestText },
    })
    const pipeline = createPipeline({
      store,
      tables,
      sizes: { maximum: config.chunkSize, target: config.chunkSize, overlap: 0 },
      reading: { pool, folder: join(settings.dataDir, 'rag-reading'), jobs: tables.jobs },
      width: config.parseWorkers + 1,
      written: () => {
        filler.wake()
        vectors?.wake()
      },
      room: () => filler.room(),
      log,
    })
    const lexical = createLexicalIndex(store.lexical)
    const search = createSearch({ store, lexical, vectors, reranker: openReranker(config) })
    const jobs = createJobs({ tables: tables.jobs, pipeline, clock, log })
    const service = createService({
      store,
      tables,
      jobs,
      audit,
      clock,
      version,
      search,
      vectors,
      model: openModel(config),
      log,
      chunkSize: config.chunkSize,
      maxFile: config.maxFile,
      ingestRoot: config.ingestRoot,
      storeName: db.dialect,
    })
    vectors?.wake()
    return {
      service,
      close: async () => {
        await jobs.close()
        await filler.close()
        await pool.close()
        await vectors?.close()
      },
    }
  },
})
