import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { expect } from 'chai'
import knexPackage from 'knex'
import { randomNumbers } from '../../bench/support/texts.ts'
import { ragMigrations } from '../../src/modules/rag/migrations/index.ts'
import { createStores } from '../../src/modules/rag/stores/index.ts'
import type { Database } from '../../src/platform/db/connect.ts'
import { migrate } from '../../src/platform/db/migrate.ts'
import { freePort } from '../support/free-port.ts'
import { retrievalSuite } from '../support/retrieval-suite.ts'

/**
 * PostgreSQL with pgvector in this process, for machines that have no package of it. It knows one session only, so there is one
 * connection.
 */
const pglite = async () => {
  const db = await PGlite.create({ extensions: { vector } })
  const port = await freePort()
  const server = new PGLiteSocketServer({ db, port, host: '127.0.0.1', maxConnections: 4 })
  await server.start()
  const open = async (): Promise<Database> => {
    const knex = knexPackage({
      client: 'pg',
      connection: `postgres://postgres@127.0.0.1:${port}/postgres`,
      pool: { min: 0, max: 1 },
    })
    await migrate(knex, ragMigrations, 'postgres')
    return { knex, dialect: 'postgres', migrated: [], ping: () => Promise.resolve(), close: () => knex.destroy() }
  }
  return {
    open,
    drop: async () => {
      await server.stop()
      await db.close()
    },
  }
}

retrievalSuite('retrieval on PostgreSQL with pgvector', pglite, ['pgvector'])

describe('pgvector', () => {
  it('fills the best from the permitted, however few of all they are', async function () {
    this.timeout(60_000)
    const { open, drop } = await pglite()
    const database = await open()
    const { knex } = database
    try {
      const { passages, vectors, openPgVectors } = createStores(database)
      const text = (i: number): string => `Passage ${i}.`
      await passages.replaceDocuments(
        Array.from({ length: 600 }, (_, i) => ({
          document: {
            title: '',
            text: text(i),
            contentHash: text(i),
            allowedRoles: i % 150 === 0 ? null : ['manager'],
          },
          chunks: [{ text: text(i), start: 0, end: text(i).length, headingPath: [] }],
        })),
      )
      const model = await vectors.ensureModel('m', 8)
      const waiting = await vectors.pending(model, 1_000)
      const random = randomNumbers(5)
      const vector = () => Float32Array.from({ length: 8 }, () => random() - 0.5)
      await vectors.write(
        model,
        waiting.map(({ textHash }) => ({ textHash, vector: vector() })),
      )
      const index = await openPgVectors(model)
      await index.search(vector(), { viewer: null }, 1)
      // As in a large table, where the graph is what the planner takes, and is given up long before its end.
      for (const setting of ['hnsw.max_scan_tuples = 1', 'enable_seqscan = off', 'enable_sort = off'])
        await knex.raw(`set ${setting}`)
      for (let i = 0; i < 10; i++)
        expect(await index.search(vector(), { viewer: { userId: 'ada', roles: ['user'] } }, 4)).to.have.length(4)
    } finally {
      await database.close()
      await drop()
    }
  })
})
