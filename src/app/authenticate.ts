import { z } from 'zod'
import { permissions, type Client, type Contract, type Principal } from '../contract/operation.ts'
import type { Authenticate } from './identify.ts'

const vouched = z.object({
  user_id: z.string(),
  username: z.string(),
  role: z.string(),
  permissions: z.array(z.enum(permissions)),
  session_id: z.string().nullable(),
  attributes: z.record(z.string(), z.unknown()),
})

/** Asks the auth module, wherever it lives, whom a credential belongs to. */
export const createAuthenticate =
  (auth: Client<Contract>): Authenticate =>
  async (token, call): Promise<Principal> => {
    const validate = auth['validate']
    if (!validate) throw new Error('auth has no operation "validate"')
    const { user_id, username, role, permissions, session_id, attributes } = vouched.parse(
      await validate({ token }, call),
    )
    return { userId: user_id, username, role, permissions, sessionId: session_id, attributes }
  }
