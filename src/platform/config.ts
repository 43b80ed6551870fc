import { existsSync, readFileSync } from 'node:fs'
import { parse as parseYaml } from 'yaml'
import { z } from 'zod'
import { AppError } from './errors.ts'

/**
 * One setting: its environment variable, what it takes, and what it is for.
 * In a YAML file its key is the variable's name in lower case, on the command line a flag with dashes.
 */
export interface Setting<T = unknown> {
  variable: string
  schema: z.ZodType<T>
  description: string
  secret: boolean
}

/** The settings of a module or of the platform, by the name that the code uses. */
export type Settings = Record<string, Setting>

/** The values of settings, each of its own type. */
export type Values<S extends Settings> = { readonly [K in keyof S]: S[K] extends Setting<infer T> ? T : never }

/** Where a value came from. */
export type Origin = 'flag' | 'environment' | 'file' | 'default'

/** What was given, before it is read: flags by variable name, the environment, a parsed file. */
export interface Sources {
  flags: Record<string, string | undefined>
  environment: Record<string, string | undefined>
  file: Record<string, unknown>
}

/** A setting as it was read. */
export interface ConfigEntry {
  section: string
  variable: string
  value: unknown
  origin: Origin
  secret: boolean
  description: string
}

/** The sections' values, and where each came from; made by `loadConfig`. */
export interface Config<T extends Record<string, Settings>> {
  values: { [K in keyof T]: Values<T[K]> }
  entries: ConfigEntry[]
  /** The databases that questions are about, by name. */
  databases: Record<string, string>
}

/** Declares a setting. */
export const setting = <T>(
  variable: string,
  schema: z.ZodType<T>,
  description: string,
  flags: { secret?: boolean } = {},
): Setting<T> => ({ variable, schema, description, secret: flags.secret ?? false })

/** A switch: `on`, `true`, `1`, `yes`, or their opposites. */
export const toggle = (): z.ZodType<boolean> =>
  z.union([z.boolean(), z.string(), z.number()]).transform((value, context) => {
    const word = String(value).toLowerCase()
    if (['on', 'true', '1', 'yes'].includes(word)) return true
    if (['off', 'false', '0', 'no', ''].includes(word)) return false
    context.addIssue({ code: 'custom', message: 'must be on or off' })
    return z.NEVER
  })

/** A TCP port. */
export const port = (): z.ZodType<number> => {
  const error = 'must be a port, 0 to 65535'
  return z.coerce.number({ error }).int({ error }).min(0, { error }).max(65_535, { error })
}

const databaseVariable = /^DB_([A-Z0-9_]+)_URL$/

const databasesOf = ({ environment, file, flags }: Sources, faults: string[]): Record<string, string> => {
  const parsed = z.record(z.string().regex(/^[a-z0-9_]+$/), z.string()).safeParse(file['databases'] ?? {})
  if (!parsed.success) faults.push('databases: must map names (a-z, 0-9, _) to URLs')
  const found: Record<string, string> = parsed.success ? { ...parsed.data } : {}
  const main = flags['DATABASE_URL'] ?? (environment['DATABASE_URL'] || undefined) ?? file['database_url']
  if (typeof main === 'string') found['default'] = main
  for (const [variable, url] of Object.entries(environment)) {
    const name = databaseVariable.exec(variable)?.[1]?.toLowerCase()
    if (name && url) found[name] = url
  }
  return found
}

const pick = (one: Setting, { flags, environment, file }: Sources): { given: unknown; origin: Origin } => {
  if (flags[one.variable] !== undefined) return { given: flags[one.variable], origin: 'flag' }
  // An empty variable counts as absent: that is what `VAR=` in compose files and shells means.
  if (environment[one.variable]) return { given: environment[one.variable], origin: 'environment' }
  const key = one.variable.toLowerCase()
  if (file[key] !== undefined && file[key] !== null) return { given: file[key], origin: 'file' }
  return { given: undefined, origin: 'default' }
}

/**
 * Reads every setting of every section: flag over environment over file over default.
 * Throws one `invalid` error that names each faulty variable and each unknown key of the file.
 */
export const loadConfig = <T extends Record<string, Settings>>(sections: T, sources: Sources): Config<T> => {
  const faults: string[] = []
  const entries: ConfigEntry[] = []
  const values: Record<string, Record<string, unknown>> = {}
  const known = new Set(['databases', 'database_url'])
  for (const [section, settings] of Object.entries(sections)) {
    const read: Record<string, unknown> = {}
    for (const [name, one] of Object.entries(settings)) {
      known.add(one.variable.toLowerCase())
      const { given, origin } = pick(one, sources)
      const parsed = one.schema.safeParse(origin === 'file' && typeof given === 'number' ? String(given) : given)
      if (!parsed.success) faults.push(`${one.variable}: ${parsed.error.issues[0]?.message ?? 'is not valid'}`)
      else {
        read[name] = parsed.data
        const { variable, secret, description } = one
        entries.push({ section, variable, value: parsed.data, origin, secret, description })
      }
    }
    values[section] = read
  }
  for (const key of Object.keys(sources.file)) if (!known.has(key)) faults.push(`${key}: is not a setting`)
  const databases = databasesOf(sources, faults)
  if (faults.length > 0)
    throw new AppError('invalid', `Configuration: ${faults.join('; ')}`, { reason: 'configuration' })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every name of every section was just read by its own schema
  return { values: values as Config<T>['values'], entries, databases }
}

/** A variable of the environment; undefined when it is absent or empty. */
export const environmentVariable = (name: string): string | undefined => process.env[name] || undefined

/**
 * What `loadConfig` reads: the flags, the environment (with what a file `.env` in the working folder adds), and the YAML
 * file that CONFIG_FILE names, else `fallback`. Throws `invalid` when the file is absent or no YAML map.
 */
export const sourcesOf = (flags: Sources['flags'], fallback: string): Sources => {
  if (existsSync('.env')) process.loadEnvFile('.env')
  const path = flags['CONFIG_FILE'] ?? environmentVariable('CONFIG_FILE') ?? fallback
  if (!existsSync(path)) throw new AppError('invalid', `CONFIG_FILE: there is no file ${path}`)
  try {
    const content: unknown = parseYaml(readFileSync(path, 'utf8')) ?? {}
    return { flags, environment: process.env, file: z.record(z.string(), z.unknown()).parse(content) }
  } catch (error) {
    throw new AppError('invalid', `CONFIG_FILE: ${path} is not a YAML map of settings`, { cause: error })
  }
}
