import type { ModuleName } from '../../app/role.ts'
import { AppError } from '../../platform/errors.ts'
import type { Session, SessionOptions } from './session.ts'

export type { Session, SessionOptions } from './session.ts'

// Each way is loaded where it is gone: a program that only speaks to a gateway needs no database, and help needs neither.
const open = async (options: SessionOptions, modules: readonly ModuleName[]): Promise<Session> => {
  const { url, token, config } = options
  if (url === undefined) return (await import('./here.ts')).openHere(modules, config)
  if (!/^https?:\/\//.test(url))
    throw new AppError('invalid', '--url: must be the http(s) URL of a gateway, such as http://localhost:5000')
  return (await import('./there.ts')).openThere(url, token)
}

/** Opens a session on the modules that a command uses, and no others; runs the command in it, and closes it whatever happens. */
export const withSession = async <Name extends ModuleName, T>(
  options: SessionOptions,
  modules: readonly Name[],
  run: (session: Session<Name>) => Promise<T>,
): Promise<T> => {
  const session = await open(options, modules)
  try {
    return await run(session)
  } finally {
    await session.close()
  }
}
