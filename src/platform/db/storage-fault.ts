import { AppError } from '../errors.ts'

const full = /^(SQLITE_FULL|ENOSPC|EDQUOT|53100)$/
const readOnly = /^(SQLITE_READONLY.*|EROFS|25006)$/
/** SQLite: busy or no luck with the disk. PostgreSQL (SQLSTATE): connection, resources, shutdown, conflict. The network. */
const away =
  /^(SQLITE_(BUSY|LOCKED|IOERR|CANTOPEN).*|(08|53|40).{3}|57P.{2}|ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : '')

/** The error for callers when what was thrown means that our own database cannot do its work just now; else undefined. */
export const storageFault = (thrown: unknown): AppError | undefined => {
  if (!(thrown instanceof Error) || thrown instanceof AppError) return undefined
  const code = codeOf(thrown)
  if (full.test(code))
    return new AppError('unavailable', 'The disk of this service is full; nothing can be kept until it has room.', {
      reason: 'disk_full',
      retryAfter: 30,
      cause: thrown,
    })
  if (readOnly.test(code))
    return new AppError('unavailable', 'The database of this service is read-only; nothing can be kept.', {
      reason: 'storage_read_only',
      retryAfter: 30,
      cause: thrown,
    })
  const isAway =
    away.test(code) ||
    thrown.name === 'KnexTimeoutError' ||
    /^Connection (terminated|ended)|Unable to acquire a connection/.test(thrown.message)
  return isAway
    ? new AppError('unavailable', 'The database of this service cannot be reached just now; try again shortly.', {
        reason: 'storage_away',
        retryAfter: 2,
        cause: thrown,
      })
    : undefined
}
