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

const rules = z.strictObject({ tables: z.record(z.string(), tableRule).default({}) })

const databasePolicy = z.strictObject({
  roles: z.record(z.string(), rules).default({}),
  users: z.record(z.string(), rules).default({}),
})

/**
 * Who may see what of which database. What is said of the user comes first, then of the role, then of "*": the first of
 * them that says anything of a table counts, and there a table named "*" stands for all that are not named. Who is named
 * nowhere is not limited.
 */
export const policiesSchema = z.strictObject({ databases: z.record(z.string(), databasePolicy).default({}) })

/** A checked policy file. */
export type Policies = z.infer<typeof policiesSchema>
/** The policy of one database. */
export type DatabasePolicy = z.infer<typeof databasePolicy>
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
