import { z } from 'zod'
import type { auditOperations } from '../../contract/audit.ts'
import type { Call, Client, Contract, Input, Output } from '../../contract/operation.ts'
import { AppError, type ErrorCode } from '../../platform/errors.ts'

/** The names of those who keep a trail. */
export const trailNames = ['auth', 'agent', 'rag', 'gateway'] as const

/** One of them. */
export type TrailName = (typeof trailNames)[number]

/** A service's trail, wherever it is kept. */
export type Trail = Pick<Client<Contract<typeof auditOperations>>, 'listAudit' | 'verifyAudit'>

/** All trails. */
export type Trails = Record<TrailName, Trail>

type Page = Output<typeof auditOperations.listAudit>
type Item = Page['items'][number]

/** Where each trail's next page begins: a cursor of its own, null at its end, absent at its beginning. */
type Position = Partial<Record<TrailName, string | null>>

const positionSchema = z.partialRecord(z.enum(trailNames), z.string().nullable())

const writeCursor = (position: Position): string => Buffer.from(JSON.stringify(position)).toString('base64url')

const readCursor = (cursor: string | undefined): Position => {
  if (cursor === undefined) return {}
  try {
    return positionSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch (error) {
    throw new AppError('invalid', 'cursor: take it from next_cursor of the page before', { cause: error })
  }
}

/** How long one trail is waited for, in milliseconds; proving a long one takes its time. */
const longestWait = { list: 10_000, verify: 120_000 }

const waiting = (call: Call, milliseconds: number): Call => ({
  ...call,
  signal: AbortSignal.any([call.signal, AbortSignal.timeout(milliseconds)]),
})

const absent: ReadonlySet<ErrorCode> = new Set(['unavailable', 'timeout', 'bad_gateway'])

/** Asks every trail; those whose service does not answer are named instead of failing the whole. */
const askAll = async <T>(
  names: readonly TrailName[],
  ask: (name: TrailName) => Promise<T>,
): Promise<{ answers: Map<TrailName, T>; unreachable: TrailName[] }> => {
  const answers = new Map<TrailName, T>()
  const unreachable: TrailName[] = []
  const one = async (name: TrailName) => {
    try {
      answers.set(name, await ask(name))
    } catch (thrown) {
      if (!absent.has(AppError.from(thrown).code)) throw thrown
      unreachable.push(name)
    }
  }
  await Promise.all(names.map(one))
  return { answers, unreachable: trailNames.filter((name) => unreachable.includes(name)) }
}

/** Takes the newest `limit` items off the heads of the pages, each page's own order kept. */
const merge = (pages: Map<TrailName, Page>, limit: number) => {
  const taken = new Map<TrailName, number>([...pages.keys()].map((name) => [name, 0]))
  const items: (Item & { service: TrailName })[] = []
  while (items.length < limit) {
    let newest: (Item & { service: TrailName }) | undefined
    for (const [service, page] of pages) {
      const head = page.items[taken.get(service) ?? 0]
      if (head && (!newest || head.time > newest.time)) newest = { ...head, service }
    }
    if (!newest) break
    items.push(newest)
    taken.set(newest.service, (taken.get(newest.service) ?? 0) + 1)
  }
  return { items, taken }
}

const advance = (position: Position, pages: Map<TrailName, Page>, taken: Map<TrailName, number>): Position => {
  const next: Position = { ...position }
  for (const [name, page] of pages) {
    const count = taken.get(name) ?? 0
    const last = page.items[count - 1]
    if (count === page.items.length) next[name] = page.next_cursor
    // The cursor of a trail is the sequence of the last record seen.
    else if (last) next[name] = String(last.sequence)
  }
  return next
}

/** A page of all trails in one view, newest first. Throws `invalid` for a cursor that is none of ours. */
export const listTrails = async (
  trails: Trails,
  { cursor, limit = 50, ...filter }: Input<typeof auditOperations.listAudit>,
  call: Call,
) => {
  const position = readCursor(cursor)
  const open = trailNames.filter((name) => position[name] !== null)
  const { answers, unreachable } = await askAll(open, (name) => {
    const from = position[name]
    return trails[name].listAudit(
      { ...filter, limit, ...(from ? { cursor: from } : {}) },
      waiting(call, longestWait.list),
    )
  })
  const { items, taken } = merge(answers, limit)
  const next = advance(position, answers, taken)
  const done = trailNames.every((name) => next[name] === null || unreachable.includes(name))
  return { items, next_cursor: done ? null : writeCursor(next), unreachable }
}

/** Whether every trail is whole; one that cannot be asked counts as not proven. */
export const verifyTrails = async (trails: Trails, call: Call) => {
  const { answers, unreachable } = await askAll(trailNames, (name) =>
    trails[name].verifyAudit({}, waiting(call, longestWait.verify)),
  )
  const verdicts = [...answers.values()]
  return {
    valid: unreachable.length === 0 && verdicts.every(({ valid }) => valid),
    records: verdicts.reduce((sum, { records }) => sum + records, 0),
    services: Object.fromEntries(answers),
    unreachable,
  }
}
