import { AppError } from '../../platform/errors.ts'
import { databasePolicySchema, type DatabasePolicy, type Policies } from './sql/policy/policies.ts'
import type { AgentTables, PolicyRow } from './tables.ts'

/** The policy that is in force for one database, and where it comes from. */
export interface PolicyInForce {
  policy: DatabasePolicy | null
  source: 'file' | 'api' | 'none'
  /** Counts the changes that were made while the service ran; 0 before the first. */
  version: number
  updatedBy: string | null
  updatedAt: string | null
}

/** The policies of the file, and those set since, which stand in their place database by database. */
export interface StoredPolicies {
  /** All that are in force; what another process has set is known after half a second. */
  current: () => Promise<Policies>
  of(database: string): Promise<PolicyInForce>
  /** Sets the policy of a database, or with null takes it back. Throws `conflict` unless `version` is the present one. */
  put(change: Change): Promise<PolicyInForce>
}

interface Change {
  database: string
  policy: DatabasePolicy | null
  version?: number | undefined
  by: string
  at: string
}

const freshMs = 500

/** Reads them from the module's own tables; `now` counts milliseconds. */
export const createStoredPolicies = (
  tables: Pick<AgentTables, 'policies' | 'putPolicy'>,
  file: Policies,
  now: () => number,
): StoredPolicies => {
  let known: { policies: Promise<Policies>; at: number } | undefined

  const read = async (): Promise<Policies> => {
    const databases = { ...file.databases }
    for (const row of await tables.policies()) {
      const policy = policyOf(row)
      if (policy) databases[row.database] = policy
    }
    return { databases }
  }

  const of = async (database: string): Promise<PolicyInForce> => {
    const row = (await tables.policies()).find((each) => each.database === database)
    const set = row && policyOf(row)
    const policy = set ?? file.databases[database] ?? null
    return {
      policy,
      source: set ? 'api' : policy ? 'file' : 'none',
      version: row?.version ?? 0,
      updatedBy: row?.updated_by ?? null,
      updatedAt: row?.updated_at ?? null,
    }
  }

  return {
    current: () => {
      if (known && now() - known.at < freshMs) return known.policies
      const policies = read()
      known = { policies, at: now() }
      policies.catch(() => (known = undefined))
      return policies
    },
    of,
    put: async ({ database, policy, version, by, at }) => {
      const present = (await of(database)).version
      const row: PolicyRow = {
        database,
        version: present + 1,
        policy: policy && JSON.stringify(policy),
        updated_by: by,
        updated_at: at,
      }
      const stale = version !== undefined && version !== present
      if (stale || !(await tables.putPolicy(row)))
        throw new AppError(
          'conflict',
          `The policy was changed meanwhile; read it again. It is at version ${present}.`,
          {
            reason: 'policy_changed',
          },
        )
      known = undefined
      return of(database)
    },
  }
}

const policyOf = ({ policy }: PolicyRow): DatabasePolicy | undefined =>
  policy === null ? undefined : databasePolicySchema.parse(JSON.parse(policy))
