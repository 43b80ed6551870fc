import { accessSync, constants, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { storageFault } from '../platform/db/storage-fault.ts'
import { AppError } from '../platform/errors.ts'

/** Makes the folder where there is none. Throws `unavailable`, with what to do, when it or a database in it cannot be written. */
export const checkDataFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const databases = readdirSync(folder).filter((name) => name.endsWith('.sqlite'))
    for (const path of [folder, ...databases.map((name) => join(folder, name))])
      accessSync(path, constants.R_OK | constants.W_OK)
  } catch (cause) {
    if (storageFault(cause)?.details.reason === 'disk_full') throw cause
    throw new AppError(
      'unavailable',
      `DATA_DIR: ${folder} cannot be written. Let this account write there, or set DATA_DIR to another folder.`,
      { reason: 'data_folder', cause },
    )
  }
}
