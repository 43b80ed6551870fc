import { parse } from 'yaml'
import { z } from 'zod'
import { AppError } from '../../../../platform/errors.ts'

const columnRule = z.enum(['visible', 'masked', 'hidden'])

const tableRule = z.union([
  z.enum(['visible', 'hidden']),
  z.strictObject({
    columns: z.record(z.string(), columnRule).default({}),
    rows: z.string().min(1).max(4000).optional(),
  }),
])

const rules = z.strictObject({ tables: z.record(z.string().min(1).max(200), tableRule).default({}) })

const name = z.string().min(1).max(200)

const limits = z.strictObject({
  timeout_seconds: z.number().min(0.1).max(3600).optional(),
  max_rows: z.int().min(1).max(100_000).optional(),
  max_bytes: z.int().min(1000).max(1_000_000_000).optional(),
  max_plan_rows: z.number().min(1).optional(),
})

/** The policy of one database as it is written; `limits` hold for everybody who asks it. */
export const databasePolicySchema = z.strictObject({
  roles: z.record(name, rules).default({}),
  users: z.record(name, rules).default({}),
  limits: limits.default({}),
})

/**
 * Who may see what of which database. What is said of the user comes first, then of the role, then of "*": the first of
 * them that says anything of a table counts, and there a table named "*" stands for all that are not named. Who is named
 * nowhere is not limited.
 */
export const policiesSchema = z.strictObject({ databases: z.record(name, databasePolicySchema).default({}) })

/** A checked policy file. */
export type Policies = z.infer<typeof policiesSchema>
/** The policy of one database. */
export type DatabasePolicy = z.infer<typeof databasePolicySchema>
/** What is said of one table. */
export type TableRule = z.infer<typeof tableRule>

/** Nobody is limited. */
export const noPolicies: Policies = { databases: {} }

/** Reads the YAML text of a policy file. Throws `invalid` with one fault a place. */
export function parsePolicies(text: string): Policies {
  let value: unknown
  try {
    value = parse(text) ?? {}
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : 'it is not YAML'
    throw new AppError('invalid', `The policy file cannot be read: ${why}`, { reason: 'policy_invalid', cause: error })
  }
  const result = policiesSchema.safeParse(value)
  if (result.success) return result.data
  const errors = result.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }))
  const first = errors[0]
  throw new AppError('invalid', `The policy file is wrong at ${first?.path || 'the top'}: ${first?.message}`, {
    reason: 'policy_invalid',
    errors,
  })
}
