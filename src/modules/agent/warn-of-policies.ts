import type { Log } from '../../platform/log.ts'
import type { Gate } from './sql/gate.ts'

/** Says in the log what is wrong with the policies in force. A database that is down is not waited for. */
export const warnOfPolicies = async (gate: Gate, log: Log): Promise<void> => {
  for (const { name, problems } of await gate.strayPolicies())
    log.warn('a policy protects nothing', { database: name, problem: problems.join(' ') })
  await Promise.all(
    gate.databases().map(async ({ name }) => {
      const faults = await gate.examinePolicy(name).catch(() => [])
      for (const { path, message } of faults)
        log.warn('a policy does not protect what it should', { database: name, place: path, problem: message })
    }),
  )
}
