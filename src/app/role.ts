import { AppError } from '../platform/errors.ts'

/** The modules, in order of need: each needs only those before it. */
export const moduleNames = ['auth', 'rag', 'agent', 'gateway'] as const

/** A module's name. */
export type ModuleName = (typeof moduleNames)[number]

const isModule = (name: string): name is ModuleName => moduleNames.some((known) => known === name)

/** The modules that a `--role` asks for, in order of need: `all`, one name, or several with commas. Throws `invalid`. */
export const parseRole = (role: string): ModuleName[] => {
  const asked = role.split(',').map((name) => name.trim())
  if (asked.includes('all')) return [...moduleNames]
  const unknown = asked.filter((name) => !isModule(name))
  if (unknown.length > 0)
    throw new AppError('invalid', `--role: "${unknown.join(', ')}" is none of all, ${moduleNames.join(', ')}`)
  return moduleNames.filter((name) => asked.includes(name))
}
