import type { AppError } from '../../../../platform/errors.ts'
import type { Executor, Statement } from '../executor.ts'
import { cancelled, databaseBusy, databaseDown, failed, notPermitted, refused, tooExpensive } from '../refusal.ts'
import { quotable, quotableName } from '../quotable.ts'
import type { Reply } from './messages.ts'
import type { SqlitePool } from './pool.ts'
import type { Allowance } from './process.ts'
import { Ended } from './process.ts'
import { inspectSqliteTree } from './tree.ts'
import type { Request } from './messages.ts'

const introspectionMs = 60_000
/** A process with nothing to do takes about 50 MB; this is what a statement may add. */
const statementMemory = 512 * 1024 * 1024

/** Whom a message is for. */
interface Reader {
  similar: NonNullable<Statement['similar']>
  written?: string | undefined
}
const anyone: Reader = { similar: () => undefined }

/** Executes on one SQLite file, in the processes of the pool. */
export function createSqliteExecutor(name: string, file: string, pool: SqlitePool): Executor {
  async function ask(
    request: Request,
    allowance: Omit<Allowance, 'memoryBytes'>,
    reader = anyone,
  ): Promise<Reply & { ok: true }> {
    const reply = await pool.ask(request, { ...allowance, memoryBytes: statementMemory }).catch((error: unknown) => {
      throw error instanceof Ended ? endedError(error, allowance.timeoutMs) : error
    })
    if (!reply.ok) throw faultError(reply, name, reader)
    return reply
  }

  return {
    dialect: 'sqlite',
    inspectTree: inspectSqliteTree,
    applyPolicy: ({ sql }, parameters) => ({ sql, parameters: [...parameters] }),
    async introspect() {
      const reply = await ask({ kind: 'introspect', file }, { timeoutMs: introspectionMs })
      if (reply.kind !== 'introspect') throw new Error('The child process answered another request.')
      return reply.snapshot
    },
    async run({ sql, parameters, access, limits, signal, written, similar = anyone.similar }) {
      const { maxRows, maxBytes, maxPlanRows, timeoutMs } = limits
      const reply = await ask(
        { kind: 'run', file, access, sql, parameters, maxRows, maxBytes, maxPlanRows },
        { timeoutMs, signal },
        { similar, written },
      )
      if (reply.kind !== 'run') throw new Error('The child process answered another request.')
      return reply.result
    },
    examine: () => Promise.resolve([]),
    async close() {
      pool.forget(file)
    },
  }
}

function endedError({ ending }: Ended, timeoutMs: number): AppError {
  if (ending === 'cancelled') return cancelled()
  if (ending === 'busy') return databaseBusy()
  if (ending === 'timeout')
    return tooExpensive(`The statement did not end within ${timeoutMs / 1000} s and was stopped.`)
  if (ending === 'memory') return tooExpensive('The statement needed too much memory and was stopped.')
  return failed('the process that ran it ended')
}

function faultError({ fault, why }: Reply & { ok: false }, name: string, reader: Reader): AppError {
  switch (fault) {
    case 'refused':
      return refused(why)
    case 'hidden':
      return notPermitted(why)
    case 'expensive':
      return tooExpensive(why)
    case 'unavailable':
      return databaseDown(name, why)
    default:
      return engineError(why, reader)
  }
}

/** Unknown names get the answer that hidden ones get; of the rest, SQLite's messages name only what the caller wrote. */
function engineError(why: string, { similar, written }: Reader): AppError {
  const found = /^no such (?:table: |column: (?:.+\.)?)(?:"(.+?)" - .*|(.+))$/.exec(why)
  const named = found?.[1] ?? found?.[2]
  if (named === undefined) return failed(written === undefined ? why : quotable(why, written))
  const unknown = written === undefined ? named : quotableName(named, written)
  return unknown === undefined ? notPermitted('a table or column') : notPermitted(unknown, similar(unknown))
}
