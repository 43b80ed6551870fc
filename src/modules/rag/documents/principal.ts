import type { Call, Principal } from '../../../contract/operation.ts'
import { AppError } from '../../../platform/errors.ts'

/** Who calls. The door lets nobody in without one; this says so to the compiler too. */
export const principalOf = ({ principal }: Call): Principal => {
  if (principal) return principal
  throw new AppError('unauthenticated', 'Sign in first, and send the token as "Authorization: Bearer …".')
}
