import { entryOf } from '../../contract/audit.ts'
import type { Call, Service } from '../../contract/operation.ts'
import type { Audit } from '../../platform/audit/audit.ts'
import { timestamp, type Clock } from '../../platform/clock.ts'
import { AppError } from '../../platform/errors.ts'
import type { agentContract } from './contract.ts'
import type { Gate } from './sql/gate.ts'
import type { DatabasePolicy } from './sql/policy/policies.ts'
import type { PolicyInForce, StoredPolicies } from './stored-policies.ts'

interface Parts {
  gate: Gate
  policies: StoredPolicies
  audit: Audit
  clock: Clock
}

type Operations = 'policies' | 'replacePolicies' | 'removePolicies' | 'checkPolicies'

/** Reading, checking, setting and taking back the policies of databases while the service runs. */
export const administerPolicies = ({
  gate,
  policies,
  audit,
  clock,
}: Parts): Pick<Service<typeof agentContract>, Operations> => {
  const change = async (database: string, policy: DatabasePolicy | null, version: number | undefined, call: Call) => {
    const at = timestamp(clock.now())
    const changed = await policies.put({ database, policy, version, by: call.principal?.username ?? 'unknown', at })
    const details = { version: changed.version, policy }
    const action = policy === null ? 'policies.removed' : 'policies.replaced'
    await audit.record(entryOf(call, { action, outcome: 'success', target: database, details }))
    return changed
  }

  return {
    policies: async ({ name }) => {
      known(gate, name)
      return wire(name, await policies.of(name))
    },

    replacePolicies: async ({ name, policy, version }, call) => {
      known(gate, name)
      const errors = await gate.examinePolicy(name, policy)
      const [first] = errors
      if (first) throw new AppError('invalid', `${first.path}: ${first.message}`, { reason: 'policy_invalid', errors })
      const changed = await change(name, policy, version, call)
      return { ...wire(name, changed), message: `The policy of ${name} is in force, at version ${changed.version}.` }
    },

    removePolicies: async ({ name }, call) => {
      known(gate, name)
      const changed = await change(name, null, undefined, call)
      const message = changed.policy ? 'The policy of the file holds again.' : 'No policy limits anybody now.'
      return { ...wire(name, changed), message }
    },

    checkPolicies: async ({ name, policy }) => {
      known(gate, name)
      const errors = await gate.examinePolicy(name, policy)
      return { name, valid: errors.length === 0, errors }
    },
  }
}

const known = (gate: Gate, name: string): void => {
  const names = gate.databases().map((database) => database.name)
  if (names.includes(name)) return
  throw new AppError('not_found', `There is no database "${name}". There are: ${names.join(', ') || 'none'}.`, {
    reason: 'database_unknown',
  })
}

const wire = (name: string, { policy, source, version, updatedBy, updatedAt }: PolicyInForce) => ({
  name,
  policy,
  source,
  version,
  updated_by: updatedBy,
  updated_at: updatedAt,
})
