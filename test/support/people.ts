import type { TestSystem, Visitor } from './system.ts'

/** The password of everybody in the tests. */
export const password = 'correct horse battery staple'

/** Registers somebody (the first becomes the administrator), signs them in, and gives their visit. */
export const enter = async (system: TestSystem, username: string): Promise<Visitor & { userId: string }> => {
  const nobody = await system.visit(null)
  const { user } = await nobody.clients.auth.register({ username, password }, nobody.call())
  return { ...(await signIn(system, username)), userId: user.user_id }
}

/** Signs somebody in who has an account. */
export const signIn = async (system: TestSystem, username: string): Promise<Visitor> => {
  const nobody = await system.visit(null)
  const { token } = await nobody.clients.auth.login({ username, password }, nobody.call())
  return system.visit(token)
}
