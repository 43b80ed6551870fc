import type { Knex } from 'knex'
import type { Audience, Viewer } from './passage-store.ts'
import type { Fragment } from './rows.ts'

interface AudienceRow {
  key: number
  spec: string
  roles: string | null
  owner: string | null
}

const specOf = ({ roles, owner }: Audience): string => JSON.stringify([roles && [...new Set(roles)].sort(), owner])

/** The number of an audience, made on first use. Must run inside the store's write transaction. */
const audienceKey = async (database: Knex, audience: Audience): Promise<number> => {
  const spec = specOf(audience)
  const known = await database<AudienceRow>('audiences').select('key').where({ spec }).first()
  if (known) return known.key
  const last = await database<AudienceRow>('audiences').max<{ key: number | null }>({ key: 'key' }).first()
  const key = (last?.key ?? 0) + 1
  const roles = audience.roles && JSON.stringify([...new Set(audience.roles)].sort())
  await database<AudienceRow>('audiences').insert({ key, spec, roles, owner: audience.owner })
  return key
}

/** The same for many documents of one transaction: each audience is looked up once. */
export const audienceKeys = (database: Knex): ((audience: Audience) => Promise<number>) => {
  const keys = new Map<string, number>()
  return async (audience) => {
    const spec = specOf(audience)
    const key = keys.get(spec) ?? (await audienceKey(database, audience))
    keys.set(spec, key)
    return key
  }
}

/** Reads what is stored of an audience. */
export const parseRoles = (roles: string | null): string[] | null => {
  if (roles === null) return null
  const parsed: unknown = JSON.parse(roles)
  return Array.isArray(parsed) ? parsed.map(String) : []
}

/** Whether a viewer belongs to an audience. */
export const mayRead = (viewer: Viewer | null, { roles, owner }: Pick<AudienceRow, 'roles' | 'owner'>): boolean =>
  viewer === null ||
  ((owner === null || owner === viewer.userId) &&
    (parseRoles(roles)?.some((role) => viewer.roles.includes(role)) ?? true))

/**
 * The audiences that a viewer belongs to; `undefined` when that is all there are. Read anew for each search, so that a
 * permission that is taken away is gone at once.
 */
export const audiencesOf = async (database: Knex, viewer: Viewer | null): Promise<number[] | undefined> => {
  if (viewer === null) return undefined
  const rows = await database<AudienceRow>('audiences')
    .select<(Pick<AudienceRow, 'key' | 'roles' | 'owner'> & { total: number | string })[]>(
      'key',
      'roles',
      'owner',
      database.raw('(select count(*) from audiences) as total'),
    )
    .where('owner', viewer.userId)
    .orWhereNull('owner')
  const keys = rows.filter((row) => mayRead(viewer, row)).map((row) => row.key)
  return rows[0] && Number(rows[0].total) === keys.length ? undefined : keys
}

/** The condition that a row with a column `audience` is the viewer's to read; `undefined` when all of them are. */
export const visibleTo = async (
  database: Knex,
  viewer: Viewer | null,
  column: string,
): Promise<Fragment | undefined> => {
  const keys = await audiencesOf(database, viewer)
  if (keys === undefined) return undefined
  return keys.length === 0
    ? { sql: '1 = 0', bindings: [] }
    : { sql: `${column} in (${keys.map(() => '?').join(',')})`, bindings: keys }
}
