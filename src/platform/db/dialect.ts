import { AppError } from '../errors.ts'

/** Where the system keeps its own data: a file a module, or a schema a module. */
export type Storage = { dialect: 'sqlite'; directory: string } | { dialect: 'postgres'; url: string }

/** Reads `STORAGE_URL`. Throws `invalid` for a scheme that is neither SQLite nor PostgreSQL. */
export const parseStorageUrl = (url: string): Storage => {
  if (url.startsWith('sqlite:')) return { dialect: 'sqlite', directory: url.slice('sqlite:'.length) }
  if (/^postgres(ql)?:\/\//.test(url)) return { dialect: 'postgres', url }
  throw new AppError('invalid', 'STORAGE_URL must start with sqlite: or postgres://')
}
