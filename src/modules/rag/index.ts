import { join } from 'node:path'
import { defineModule } from '../../contract/module.ts'
import { openModel } from './answer/model.ts'
import { chunkSizesOf } from './chunkers/index.ts'
import { ragSettings } from './config.ts'
import { ragContract } from './contract.ts'
import { createLexicalIndex } from './indexes/index.ts'
import { longestText } from './ingest/accept.ts'
import { createFiller } from './ingest/filler.ts'
import { createJobs } from './ingest/jobs.ts'
import { createParsePool } from './ingest/parse-pool.ts'
import { createPipeline } from './ingest/pipeline.ts'
import { createPreparation } from './ingest/preparation.ts'
import { createWriter } from './ingest/writer.ts'
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
    // Beside the threads that prepare, this one writes.
    const preparation = createPreparation(Math.max(1, config.parseWorkers - 1))
    const stores = createStores(db, { clock, analyse: (texts) => preparation.analyse(texts) })
    const store = stores.passages
    const vectors = await openVectors(config, { stores, dialect: db.dialect, dataDir: settings.dataDir, log })
    const filler = createFiller({ store, log })
    const tables = createTables(db, clock)
    const limits = { ...defaultLimits, fileBytes: config.maxFile, textCharacters: longestText }
    const pool = createParsePool({
      size: config.parseWorkers,
      memoryMegabytes: config.parseMemory,
      timeoutMs: config.parseTimeout,
      limits,
      notStarted: (why) => log.error('a process that reads documents did not start', { why }),
    })
    const plan = { sizes: chunkSizesOf(config.chunkSize), hashes: vectors !== undefined }
    const write = createWriter({
      store,
      tables,
      log,
      written: (passages) => {
        filler.wake(passages)
        vectors?.wake()
      },
      room: () => filler.room(),
    })
    const pipeline = createPipeline({
      tables,
      write,
      reading: { pool, folder: join(settings.dataDir, 'rag-reading'), jobs: tables.jobs, settings: plan },
      width: config.parseWorkers + 1,
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
      model: await openModel(config),
      log,
      preparation,
      write,
      hold: () => filler.hold(),
      plan,
      limits,
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
        await preparation.close()
        await vectors?.close()
      },
    }
  },
})
