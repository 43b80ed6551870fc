import type { Ask } from './introspect.ts'
import type { Reach } from './verdict.ts'
import { functionCalls } from './verdict.ts'

const ownRelations = `n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'`

/** What the engine lock lets a statement of this role reach, and the schema that bare names are looked up in. */
export async function readReach(ask: Ask): Promise<Reach & { firstSchema: string }> {
  const relations = await ask<{ name: string }>(
    `SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND ${ownRelations}`,
  )
  const texts = await ask<{ text: string | null }>(
    `SELECT pg_get_viewdef(c.oid) AS text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'v' AND ${ownRelations} AND has_table_privilege(c.oid, 'SELECT')
     UNION ALL SELECT pg_get_expr(polqual, polrelid) FROM pg_policy`,
  )
  const [first] = await ask<{ schema: string | null }>('SELECT current_schema() AS schema')
  return {
    relations: new Set(relations.map(({ name }) => name)),
    ownFunctions: new Set(texts.flatMap(({ text }) => (text === null ? [] : functionCalls(text)))),
    firstSchema: first?.schema ?? 'public',
  }
}
