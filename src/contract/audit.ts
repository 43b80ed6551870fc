import { z } from 'zod'
import type { Audit, AuditEntry } from '../platform/audit/audit.ts'
import { AppError } from '../platform/errors.ts'
import { exportLine } from '../platform/audit/verify.ts'
import { operation, type Call } from './operation.ts'

const record = z.object({
  id: z.string(),
  sequence: z.int(),
  time: z.iso.datetime(),
  action: z.string(),
  outcome: z.enum(['success', 'refused', 'failure']),
  user_id: z.string().nullable(),
  username: z.string().nullable(),
  target: z.string().nullable(),
  request_id: z.string().nullable(),
  ip: z.string().nullable(),
  details: z.record(z.string(), z.unknown()).nullable(),
  hash: z.string(),
})

const nextCursor = z.string().nullable().describe('Where the next page begins; null on the last')

/** The operations on a service's own trail, the same in every contract. */
export const auditOperations = {
  listAudit: operation({
    route: 'GET /audit',
    access: 'read:system',
    summary: "The service's audit trail, newest first",
    input: z.object({
      user: z.string().min(1).max(100).optional().describe('A user id or a username'),
      action: z.string().min(1).max(100).optional().describe('`login` stands for `login.refused` and its like too'),
      since: z.iso.datetime({ offset: true }).optional(),
      until: z.iso.datetime({ offset: true }).optional(),
      limit: z.int().min(1).max(500).default(50),
      cursor: z.string().max(100).optional(),
    }),
    output: z.object({ items: z.array(record), next_cursor: nextCursor }),
  }),
  verifyAudit: operation({
    route: 'GET /audit/verify',
    access: 'read:system',
    summary: 'Prove that no record of the trail was edited, removed, inserted, reordered or cut off',
    input: z.object({}),
    output: z.object({
      valid: z.boolean(),
      records: z.int(),
      first_broken: z.object({ sequence: z.int(), why: z.string() }).optional(),
    }),
  }),
  exportAudit: operation({
    route: 'GET /audit/export',
    access: 'read:system',
    summary: 'The trail as the lines of a file that can be verified without this service, oldest first',
    input: z.object({
      limit: z.int().min(1).max(5_000).default(1_000),
      cursor: z.string().max(100).optional(),
    }),
    output: z.object({ items: z.array(exportLine), next_cursor: nextCursor }),
  }),
}

/** Fills in UTC, so that times compare as text. */
const utc = (time: string): string => new Date(time).toISOString()

/** The service behind `auditOperations`, for a module to spread into its own. */
export const auditService = (audit: Audit) => ({
  listAudit: async (input: {
    user?: string | undefined
    action?: string | undefined
    since?: string | undefined
    until?: string | undefined
    limit: number
    cursor?: string | undefined
  }) => {
    const { items, next_cursor } = await audit.list({
      limit: input.limit,
      ...(input.user === undefined ? {} : { user: input.user }),
      ...(input.action === undefined ? {} : { action: input.action }),
      ...(input.since === undefined ? {} : { since: utc(input.since) }),
      ...(input.until === undefined ? {} : { until: utc(input.until) }),
      ...(input.cursor === undefined ? {} : { cursor: input.cursor }),
    })
    return {
      items: items.map(({ userId, requestId, target, ip, details, ...rest }) => ({
        ...rest,
        user_id: userId,
        target: target ?? null,
        request_id: requestId ?? null,
        ip: ip ?? null,
        details: details ?? null,
      })),
      next_cursor,
    }
  },
  verifyAudit: () => audit.verify(),
  exportAudit: ({ limit, cursor }: { limit: number; cursor?: string | undefined }) =>
    audit.export({ limit, ...(cursor === undefined ? {} : { cursor }) }),
})

/** An entry about what a call does: the caller, the request and the address come from the call unless given. */
export const entryOf = (
  call: Call,
  entry: Pick<AuditEntry, 'action' | 'outcome'> & Partial<AuditEntry>,
): AuditEntry => ({
  userId: call.principal?.userId ?? null,
  username: call.principal?.username ?? null,
  requestId: call.requestId,
  ip: call.client.ip,
  ...entry,
})

/**
 * Does a deed that must be on record: the record comes first, and when it cannot be written the deed is not done.
 * A deed that fails is put on record as such too, naming the record that it takes back.
 */
export const onRecord = async <T>(
  audit: Audit,
  call: Call,
  entry: Pick<AuditEntry, 'action'> & Partial<AuditEntry>,
  deed: () => Promise<T>,
): Promise<T> => {
  const recorded = await audit.record(entryOf(call, { ...entry, outcome: 'success' }))
  try {
    return await deed()
  } catch (error) {
    const details = { ...entry.details, reason: AppError.from(error).code, instead_of: recorded }
    await audit.record(entryOf(call, { ...entry, outcome: 'failure', details }))
    throw error
  }
}
