import { AppError } from '../../../platform/errors.ts'
import { cancelled } from './refusal.ts'

/** What one caller may use of the databases. */
export interface BudgetSettings {
  /** Statements that run at the same time; more wait their turn. */
  inFlight: number
  /** Statements that wait; more are refused. */
  waiting: number
  /** Seconds of statements in any minute; beyond, statements are refused until the minute has passed. */
  secondsPerMinute: number
}

/** Shares the databases among callers, so that none can have them all. */
export interface Budget {
  /** Waits for the caller's turn; the answer ends it. Throws `too_many`, or `cancelled` when the caller leaves. */
  enter(caller: string, signal?: AbortSignal): Promise<() => void>
}

interface Account {
  running: number
  queue: (() => void)[]
  /** The time that statements took, by the second in which they ended; oldest first. */
  spent: { second: number; milliseconds: number }[]
}

const minute = 60_000

/** Keeps one account a caller for as long as it has statements, or spent time in the last minute. */
export function createBudget({ inFlight, waiting, secondsPerMinute }: BudgetSettings, now: () => number): Budget {
  const accounts = new Map<string, Account>()

  function accountOf(caller: string): Account {
    const account = accounts.get(caller) ?? { running: 0, queue: [], spent: [] }
    accounts.set(caller, account)
    forgetOld(account)
    return account
  }

  function forgetOld(account: Account) {
    const passed = account.spent.findIndex(({ second }) => now() - second * 1000 < minute)
    account.spent.splice(0, passed === -1 ? account.spent.length : passed)
  }

  function spend(account: Account, milliseconds: number) {
    const second = Math.ceil(now() / 1000)
    const latest = account.spent.at(-1)
    if (latest?.second === second) latest.milliseconds += milliseconds
    else account.spent.push({ second, milliseconds })
  }

  function begin(caller: string, account: Account): () => void {
    const began = now()
    return () => {
      spend(account, now() - began)
      const next = account.queue.shift()
      if (next !== undefined) return next()
      account.running--
      if (account.running === 0 && accounts.size > 1000) forgetIdle(caller)
    }
  }

  function forgetIdle(except: string) {
    for (const [caller, account] of accounts) {
      forgetOld(account)
      const busy = account.running > 0 || account.spent.length > 0
      if (!busy && caller !== except) accounts.delete(caller)
    }
  }

  return {
    async enter(caller, signal) {
      if (signal?.aborted) throw cancelled()
      const account = accountOf(caller)
      const spent = account.spent.reduce((sum, { milliseconds }) => sum + milliseconds, 0)
      const oldest = (account.spent[0]?.second ?? now() / 1000) * 1000
      if (spent > secondsPerMinute * 1000)
        throw new AppError('too_many', 'Your statements have used their time of this minute. Try again shortly.', {
          reason: 'budget_spent',
          retryAfter: Math.max(1, Math.ceil((oldest + minute - now()) / 1000)),
        })
      if (account.running < inFlight) {
        account.running++
        return begin(caller, account)
      }
      if (account.queue.length >= waiting)
        throw new AppError(
          'too_many',
          'Too many of your statements are waiting already. Try again when they are done.',
          {
            reason: 'budget_waiting',
            retryAfter: 1,
          },
        )
      await turnOf(account, signal)
      return begin(caller, account)
    },
  }
}

function turnOf(account: Account, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      account.queue.splice(account.queue.indexOf(turn), 1)
      reject(cancelled())
    }
    const turn = () => {
      signal?.removeEventListener('abort', leave)
      resolve()
    }
    account.queue.push(turn)
    signal?.addEventListener('abort', leave, { once: true })
  })
}
