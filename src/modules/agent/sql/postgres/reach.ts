import type { Access } from '../policy/access.ts'
import { allowedFunctions } from './functions.ts'
import type { Ask } from './introspect.ts'
import type { Reach } from './verdict.ts'
import { functionCalls } from './verdict.ts'

const ownRelations = `n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'`

/** What is reached, with what is needed to read names. */
export interface ReadReach extends Reach {
  firstSchema: string
}

/** Without the tables that are sealed for a caller. */
export function reachFor(reach: ReadReach, { sealed }: Access): Reach {
  if (sealed.length === 0) return reach
  const relations = new Set(reach.relations)
  for (const name of sealed) relations.delete(name.includes('.') ? name : `${reach.firstSchema}.${name}`)
  return { ...reach, relations }
}

/** What the engine lock lets a statement of this role reach, and the schema that bare names are looked up in. */
export async function readReach(ask: Ask): Promise<ReadReach> {
  const relations = await ask<{ name: string }>(
    `SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND ${ownRelations}
     AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')`,
  )
  const texts = await ask<{ text: string | null }>(
    `SELECT pg_get_viewdef(c.oid) AS text FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'v' AND ${ownRelations} AND has_table_privilege(c.oid, 'SELECT')
     UNION ALL SELECT pg_get_expr(polqual, polrelid) FROM pg_policy`,
  )
  const [first] = await ask<{ schema: string | null }>('SELECT current_schema() AS schema')
  const functions = await ask<{ name: string }>('SELECT DISTINCT proname AS name FROM pg_proc')
  return {
    unlisted: new Set(functions.map(({ name }) => name).filter((name) => !allowedFunctions.has(name))),
    relations: new Set(relations.map(({ name }) => name)),
    ownFunctions: new Set(texts.flatMap(({ text }) => (text === null ? [] : functionCalls(text)))),
    firstSchema: first?.schema ?? 'public',
  }
}
