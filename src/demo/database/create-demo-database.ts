import { AppError } from '../../platform/errors.ts'
import type { DemoDatabase } from './demo-database.ts'
import { createPostgresDemo } from './postgres.ts'
import { createSqliteDemo } from './sqlite.ts'

/** Where the demo shall be: `path` or `sqlite:` URL for a file, `postgres:` URL for a schema (`public` if not named). */
export type DemoPlace = ({ path: string } | { url: string; schema?: string }) & {
  /** The day (`YYYY-MM-DD`) that the rows count back from. */
  today: string
}

/** Makes the demo database, or leaves it when it is there already. Throws `AppError`, see the two databases' own files. */
export async function createDemoDatabase(place: DemoPlace): Promise<DemoDatabase> {
  if ('path' in place) return createSqliteDemo(place)
  const { url, today } = place
  if (/^postgres(ql)?:/.test(url)) return createPostgresDemo(place)
  if (url.startsWith('sqlite:')) return createSqliteDemo({ path: url.replace(/^sqlite:(\/\/(?=\/))?/, ''), today })
  throw new AppError('invalid', 'The demo can be made in a sqlite: or a postgres: database only.')
}
