import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Executor, Snapshot, StatementLimits } from '../../src/modules/agent/sql/executor.ts'
import { fullAccess } from '../../src/modules/agent/sql/policy/access.ts'
import type { Visible } from '../../src/modules/agent/sql/policy/visible.ts'
import { visibleTo } from '../../src/modules/agent/sql/policy/visible.ts'
import { createPostgresExecutor } from '../../src/modules/agent/sql/postgres/executor.ts'
import type { ResultSet } from '../../src/modules/agent/sql/result.ts'
import { createSqliteExecutor } from '../../src/modules/agent/sql/sqlite/executor.ts'
import { createSqlitePool } from '../../src/modules/agent/sql/sqlite/pool.ts'
import { temporaryFolder } from '../support/folder.ts'
import { postgresUrl } from '../support/services.ts'
import { asClient, dropPostgresShop, makePostgresShop, makeSqliteShop } from './fixture.ts'

/** Short limits, so that what hangs is cut soon. */
const limits: StatementLimits = { maxRows: 1000, maxBytes: 1_000_000, timeoutMs: 1500, maxPlanRows: 1e9 }

/** The shop in one of the dialects, with its executor and without a gate around it. */
export interface Shop {
  executor: Executor
  url: string
  snapshot: Snapshot
  visible: Visible
  /** Changes when anything in the database does. */
  fingerprint(): Promise<string>
  close(): Promise<void>
}

/** The shop in a SQLite file. `changes` are statements for when it is filled. */
export async function openSqliteShop(changes: readonly string[] = []): Promise<Shop> {
  const folder = await temporaryFolder()
  const file = join(folder.path, 'shop.db')
  makeSqliteShop(file, changes)
  const pool = createSqlitePool({ size: 3 })
  const executor = createSqliteExecutor('shop', file, pool)
  const snapshot = await executor.introspect()
  return {
    executor,
    url: `sqlite:${file}`,
    snapshot,
    visible: visibleTo(fullAccess, snapshot),
    fingerprint: async () => createHash('sha256').update(readFileSync(file)).digest('hex'),
    async close() {
      await executor.close()
      pool.close()
      await folder.remove()
    },
  }
}

/** The shop in a PostgreSQL database of its own, reached as superuser: the locks must hold without the role's help. */
export async function openPostgresShop(name: string, changes: readonly string[] = []): Promise<Shop> {
  const server = postgresUrl()
  const url = await makePostgresShop(server, name, changes)
  const executor = createPostgresExecutor('shop', url)
  const snapshot = await executor.introspect()
  return {
    executor,
    url,
    snapshot,
    visible: visibleTo(fullAccess, snapshot),
    fingerprint: () => fingerprintPostgres(url),
    async close() {
      await executor.close()
      await dropPostgresShop(server, name)
    },
  }
}

const stateSql = `
  SELECT md5(string_agg(line, '|' ORDER BY line)) AS state FROM (
    SELECT 'c' || t::text FROM customers t UNION ALL SELECT 'o' || t::text FROM orders t
    UNION ALL SELECT 's' || t::text FROM secrets t UNION ALL SELECT 't' || last_value || is_called FROM ticket
    UNION ALL SELECT 'r' || relname || relkind::text || coalesce(relacl::text, '') FROM pg_class WHERE relkind IN ('r', 'v', 'S', 'm')
    UNION ALL SELECT 'u' || rolname || rolsuper FROM pg_roles UNION ALL SELECT 'p' || count(*) FROM pg_proc
    UNION ALL SELECT 'l' || count(*) FROM pg_largeobject_metadata UNION ALL SELECT 'e' || extname FROM pg_extension
    UNION ALL SELECT 'k' || count(*) FROM pg_locks WHERE locktype = 'advisory' UNION ALL SELECT 'n' || count(*) FROM pg_listening_channels()
  ) AS lines(line)`

async function fingerprintPostgres(url: string): Promise<string> {
  let state = ''
  await asClient(url, async (client) => {
    const { rows } = await client.query<{ state: string }>(stateSql)
    state = rows[0]?.state ?? ''
  })
  return state
}

/** The first lock alone. Throws when it stops the statement. */
export function treeAlone({ executor, visible }: Shop, sql: string): void {
  executor.inspectTree(sql, visible)
}

/** What the gate reads for a statement where a dialect has loose habits (`"text"` in SQLite). */
export function mended({ executor, visible }: Shop, sql: string): string {
  return executor.inspectTree(sql, visible).sql
}

/** The second lock alone: the statement as it came. Throws when it stops it. */
export function engineAlone({ executor }: Shop, sql: string, own: Partial<StatementLimits> = {}): Promise<ResultSet> {
  return executor.run({ sql, parameters: parametersOf(sql), access: fullAccess, limits: { ...limits, ...own } })
}

/** Both locks, one behind the other. */
export function bothLocks(shop: Shop, sql: string, own: Partial<StatementLimits> = {}): Promise<ResultSet> {
  const inspection = shop.executor.inspectTree(sql, shop.visible)
  const bound = shop.executor.applyPolicy(inspection, parametersOf(sql), fullAccess, shop.snapshot)
  return shop.executor.run({ ...bound, access: fullAccess, limits: { ...limits, ...own } })
}

/** A few honest queries have a placeholder. */
function parametersOf(sql: string): number[] {
  return /\$1\b|\?1\b/.test(sql) && !sql.includes('json') ? [1] : []
}
