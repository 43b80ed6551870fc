import { PGlite } from '@electric-sql/pglite'
import { vector } from '@electric-sql/pglite-pgvector'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import knexPackage from 'knex'
import { ragMigrations } from '../../src/modules/rag/migrations/index.ts'
import type { Database } from '../../src/platform/db/connect.ts'
import { migrate } from '../../src/platform/db/migrate.ts'
import { freePort } from '../support/free-port.ts'
import { retrievalSuite } from '../support/retrieval-suite.ts'

/**
 * PostgreSQL with pgvector in this process, for machines that have no package of it. It knows one session only, so there is one
 * connection, and the tables are made without the lock that holds a second.
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
    await migrate(knex, ragMigrations, 'sqlite')
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
