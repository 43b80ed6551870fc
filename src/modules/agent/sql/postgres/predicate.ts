import { parseSync } from 'libpg-query'
import { escapeIdentifier } from 'pg'
import type { Edit } from '../edit.ts'
import { mend } from '../edit.ts'
import { byteOffsets } from './source.ts'
import { isFields } from './walk.ts'

const prefix = 'SELECT 1 WHERE ('
const suffix = '\n)'

/**
 * Points the tables that a predicate reads at the database itself: a bare name would mean what the statement around it,
 * or the policy, calls so. Throws when it cannot be parsed.
 */
export function qualifyTables(predicate: string, fullNameOf: Readonly<Record<string, string>>): string {
  if (!/\b(?:from|table)\b/i.test(predicate)) return predicate
  const sql = `${prefix}${predicate}${suffix}`
  const offsets = byteOffsets(sql)
  const tables: { name: string; start: number }[] = []
  const ctes = new Set<string>()
  visit(parseSync(sql), (kind, fields) => {
    if (kind === 'CommonTableExpr') ctes.add(String(fields['ctename']))
    if (kind === 'RangeVar' && fields['schemaname'] === undefined)
      tables.push({ name: String(fields['relname']), start: offsets(Number(fields['location'] ?? 0)) })
  })
  const edits = tables.flatMap(({ name, start }): Edit[] => {
    const schema = fullNameOf[name]?.split('.')[0]
    if (schema === undefined || ctes.has(name)) return []
    return [{ start, end: start, text: `${escapeIdentifier(schema)}.` }]
  })
  return mend(sql, edits).slice(prefix.length, -suffix.length)
}

function visit(value: unknown, see: (kind: string, fields: Record<string, unknown>) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, see)
  if (!isFields(value)) return
  for (const [kind, fields] of Object.entries(value)) {
    if (isFields(fields)) see(kind, fields)
    visit(fields, see)
  }
}
