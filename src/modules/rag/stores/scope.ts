import type { Knex } from 'knex'
import { visibleTo } from './audiences.ts'
import { filterSql } from './filter-sql.ts'
import type { SearchScope } from './passage-store.ts'
import { joinFragments, type Fragment } from './rows.ts'

/**
 * What a search may see, as a condition over `s.audience` and `s.document_key`, so that every index can look for the best
 * among the permitted instead of dropping the forbidden afterwards. `undefined` when that is everything.
 */
export const scopeSql = async (
  database: Knex,
  engine: 'sqlite' | 'postgres',
  { viewer, filter }: SearchScope,
): Promise<Fragment | undefined> => {
  const visible = await visibleTo(database, viewer, 's.audience')
  const matching = filter && filterSql(filter, engine)
  const parts: Fragment[] = []
  if (visible) parts.push(visible)
  if (matching)
    parts.push({
      sql: `s.document_key in (select documents.key from documents where ${matching.sql})`,
      bindings: matching.bindings,
    })
  return parts.length === 0 ? undefined : joinFragments(parts, 'and', '1 = 1')
}
