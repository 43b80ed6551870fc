import { realpath } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { AppError } from '../../../platform/errors.ts'

/** A file of the server that may be ingested: its true path, and its path below the root, by which it is known. */
export interface ServerFile {
  path: string
  source: string
}

/**
 * Finds a file below the root, links followed; undefined for what is not there or leads out of it, without telling which.
 * Throws `invalid` when no root is set.
 */
export const findServerFile = async (root: string | undefined, given: string): Promise<ServerFile | undefined> => {
  if (root === undefined)
    throw new AppError(
      'invalid',
      'file_paths: this server reads no files of its own; set INGEST_ROOT, or upload them',
      {
        errors: [{ path: 'file_paths', message: 'INGEST_ROOT is not set' }],
      },
    )
  try {
    const trueRoot = await realpath(root)
    const path = await realpath(isAbsolute(given) ? given : resolve(trueRoot, given))
    const below = relative(trueRoot, path)
    if (below === '' || below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below)) return undefined
    return { path: join(trueRoot, below), source: below.split(sep).join('/') }
  } catch {
    return undefined
  }
}
