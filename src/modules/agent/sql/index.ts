import { resolve } from 'node:path'
import { AppError } from '../../../platform/errors.ts'
import type { Executor } from './executor.ts'
import type { Dialect } from './schema.ts'
import { createPostgresExecutor } from './postgres/executor.ts'
import { createSqliteExecutor } from './sqlite/executor.ts'
import type { SqlitePool } from './sqlite/pool.ts'

/** What every executor is made from. */
interface Ground {
  name: string
  url: string
  sqlite: SqlitePool
}

const executors: { dialect: Dialect; scheme: RegExp; open(ground: Ground): Executor }[] = [
  {
    dialect: 'sqlite',
    scheme: /^sqlite:(?:\/\/(?=\/))?/,
    open: ({ name, url, sqlite }) =>
      createSqliteExecutor(name, resolve(url.replace(/^sqlite:(?:\/\/(?=\/))?/, '')), sqlite),
  },
  {
    dialect: 'postgres',
    scheme: /^postgres(?:ql)?:\/\//,
    open: ({ name, url }) => createPostgresExecutor(name, url),
  },
]

/** Opens a database by its URL. Throws `invalid` when the scheme is not one that can be executed on. */
export function openExecutor(ground: Ground): Executor {
  const family = executors.find(({ scheme }) => scheme.test(ground.url))
  if (family !== undefined) return family.open(ground)
  const scheme = /^[a-z0-9+]+(?=:)/i.exec(ground.url)?.[0] ?? 'no scheme'
  const hint =
    scheme === 'mysql' ? ' MySQL is a dialect that SQL is written in, but not yet one that it is run on.' : ''
  throw new AppError(
    'invalid',
    `The database "${ground.name}" has a URL with ${scheme}; use sqlite:path or postgres://….${hint}`,
    { reason: 'database_url' },
  )
}
