import type { Mark } from './chain.ts'
import type { AuditTables } from './tables.ts'
import type { ExportLine } from './verify.ts'

/** A page of an export's lines; the next page continues at the cursor. */
export interface ExportPage {
  items: ExportLine[]
  next_cursor: string | null
}

/** The lines after record `after`: the trail's name first, checkpoints signed on the way, and at the end one signed now. */
export const exportTrail = async (options: {
  service: string
  tables: AuditTables
  checkpoint: () => Promise<Mark | null>
  after: number
  limit: number
}): Promise<ExportPage> => {
  const { service, tables, after, limit } = options
  const records = await tables.after(after, limit)
  const last = records.at(-1)?.sequence ?? after
  const items: ExportLine[] = after === 0 ? [{ trail: { service } }] : []
  const marks = await tables.checkpointsAfter(after, limit)
  for (const record of records) {
    items.push({ record })
    const mark = marks.find(({ sequence }) => sequence === record.sequence)
    if (mark) items.push({ checkpoint: mark })
  }
  if (records.length === limit) return { items, next_cursor: String(last) }
  const end = await options.checkpoint()
  // Records have come since this page was read, so it is not the last.
  if (end && end.sequence > last && (await tables.after(last, 1)).length > 0 && last > 0)
    return { items, next_cursor: String(last) }
  if (end) items.push({ checkpoint: end })
  return { items, next_cursor: null }
}
