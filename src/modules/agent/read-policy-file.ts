import { readFile } from 'node:fs/promises'
import { AppError } from '../../platform/errors.ts'
import { noPolicies, parsePolicies, type Policies } from './sql/policy/policies.ts'

/** The policies of a file, none without one. Throws `invalid`, which stops the start: a policy that is not read protects nobody. */
export const readPolicyFile = async (path: string | undefined): Promise<Policies> => {
  if (path === undefined) return noPolicies
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw new AppError('invalid', `POLICY_FILE: ${path} cannot be read.`, { reason: 'configuration', cause: error })
  }
  return parsePolicies(text)
}
