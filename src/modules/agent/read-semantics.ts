import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parse } from 'yaml'
import { ZodError } from 'zod'
import { AppError } from '../../platform/errors.ts'
import { databaseSemantics, type DatabaseSemantics } from './text-to-sql/index.ts'

const reasonOf = (error: unknown): string => {
  if (error instanceof ZodError) {
    const first = error.issues[0]
    return `at ${first?.path.join('.') || 'the top'}: ${first?.message}`
  }
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : ''
}

const read = async (path: string): Promise<DatabaseSemantics | undefined> => {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  try {
    return databaseSemantics.parse(parse(text) ?? {})
  } catch (error) {
    throw new AppError('invalid', `SEMANTICS_DIR: ${path} cannot be read: ${reasonOf(error)}`, {
      reason: 'configuration',
      cause: error,
    })
  }
}

/** What is said about databases: `NAME.yaml` in a folder, for those that have one. Throws `invalid` for a malformed file. */
export const readSemantics = async (
  folder: string,
  databases: string[],
): Promise<Record<string, DatabaseSemantics>> => {
  const found: Record<string, DatabaseSemantics> = {}
  for (const name of databases) {
    const semantics = await read(join(folder, `${name}.yaml`))
    if (semantics) found[name] = semantics
  }
  return found
}
