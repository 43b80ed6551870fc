import { DatabaseError } from 'pg'
import { AppError } from '../../../../platform/errors.ts'
import type { Statement } from '../executor.ts'
import { quotable, quotableName } from '../quotable.ts'
import { databaseDown, failed, notPermitted, refused, tooExpensive } from '../refusal.ts'

/** Columns are named without their table, as the tree names those that are hidden: the two must not be told apart. */
const unknownName = /\b(?:relation|column|table|schema) (?:"([^"]+)"|(?:\S+\.)?(.+?) does not exist)/

/**
 * Words an error of PostgreSQL for the caller (codes: https://www.postgresql.org/docs/current/errcodes-appendix.html).
 * Hints and details of the server are never passed on: they may quote data.
 */
export function engineError(error: unknown, name: string, { limits, similar, written }: Statement): AppError {
  if (error instanceof AppError) return error
  if (!(error instanceof DatabaseError) || error.code === undefined) return databaseDown(name, error)
  const { code, message } = error
  if (code === '57014')
    return tooExpensive(`The statement did not end within ${limits.timeoutMs / 1000} s and was stopped.`)
  if (code === '55P03') return failed('a table is locked by another session; try again shortly', error)
  if (code === '42P01' || code === '42703' || code === '3F000') {
    const found = unknownName.exec(message)
    const named = found?.[1] ?? found?.[2]
    const unknown = named && (written === undefined ? named : quotableName(named, written))
    return unknown === undefined ? notPermitted('a table or column') : notPermitted(unknown, similar?.(unknown))
  }
  if (code === '42501') {
    const named = / for \w+ (.+)$/.exec(message)?.[1] ?? 'a table'
    return notPermitted((written === undefined ? named : quotableName(named, written)) ?? 'a table')
  }
  if (code === '25006' || code === '34000') return refused('it does more than read')
  if (code.startsWith('53') || code === '54001')
    return tooExpensive('The statement needs more memory than it may take.')
  if (code.startsWith('08') || code.startsWith('57') || code.startsWith('XX') || code.startsWith('58'))
    return databaseDown(name, error)
  return written === undefined ? failed(message, error) : failed(quotable(message, written))
}
