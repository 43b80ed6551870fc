import { isLightName, type ParseLimits } from '../parsers/index.ts'
import type { Viewer } from '../stores/passage-store.ts'
import type { Tables } from '../tables.ts'
import type { Given } from './accept.ts'
import type { NewItem } from './job-tables.ts'
import { findKnown, nameOf } from './known.ts'
import type { PlanSettings } from './plan.ts'
import type { Preparation } from './preparation.ts'
import { mostLightBytes, type LightItem, type LightResult } from './read-light.ts'
import type { ItemRequest, JobItem, Outcome } from './request.ts'
import type { Write } from './writer.ts'

/** What is small and harmless is asked for so much at a time … */
const itemsAGroup = 125
/** … and so often at once: while some are written, others are read. */
const groupsAtOnce = 3

/** What accepting small things needs. */
export interface LightAcceptance {
  tables: Tables
  preparation: Preparation
  write: Write
  /** Keeps the filler from working beside, until what it returns is called. */
  hold: () => () => void
  plan: PlanSettings
  limits: ParseLimits
}

interface Numbered {
  ordinal: number
  item: LightItem
}

const toLight = (given: Given): LightItem | undefined => {
  const { request } = given
  if ('text' in given) return given.text.length <= mostLightBytes ? { request, text: given.text } : undefined
  return 'path' in given && isLightName(request.source) ? { request, path: given.path } : undefined
}

const newItem = (ordinal: number, request: ItemRequest, result: LightResult, outcomes: Outcome[]): NewItem => {
  const { fingerprint, size } = result.kind === 'other' ? { fingerprint: '', size: 0 } : result
  return { ordinal, request, fingerprint, size, outcomes, parts: [] }
}

/** What was taken in at once, by its ordinal and with how it ended, and the ordinals of all that was not of that sort. */
interface TakenIn {
  ended: Map<number, JobItem>
  others: number[]
}

/**
 * Takes in at once what is small and of harmless kinds: it is read, prepared and written with the note that it has ended, and
 * its bytes are kept nowhere else.
 */
export const acceptLight = async (
  job: { id: string; viewer: Viewer },
  given: readonly Given[],
  { tables, preparation, write, hold, plan, limits }: LightAcceptance,
  changed: () => Promise<void>,
): Promise<TakenIn> => {
  const taken: TakenIn = { ended: new Map(), others: [] }
  const { others } = taken
  const waiting: Numbered[] = []
  for (const [ordinal, one] of given.entries()) {
    const item = toLight(one)
    if (item) waiting.push({ ordinal, item })
    else others.push(ordinal)
  }

  const finish = async (
    group: readonly Numbered[],
    results: readonly LightResult[],
    unchanged: Map<number, Outcome>,
  ) => {
    const items = new Map<number, NewItem>()
    const ready = group.flatMap(({ ordinal, item: { request } }, i) => {
      const result = results[i]
      if (!result || result.kind === 'other') {
        others.push(ordinal)
        return []
      }
      const same = unchanged.get(ordinal)
      items.set(ordinal, newItem(ordinal, request, result, same ? [same] : []))
      return result.kind === 'planned' ? [{ ordinal, request, planned: result.planned }] : []
    })
    const add = async (ended: readonly NewItem[], database?: Parameters<typeof tables.jobs.add>[2]) => {
      await tables.jobs.add(job.id, ended, database)
      for (const item of ended) taken.ended.set(item.ordinal, item)
    }
    const same = [...items.values()].filter(({ outcomes }) => outcomes.length > 0)
    if (same.length > 0) await add(same)
    if (ready.length === 0) return
    const note: Parameters<Write>[1]['note'] = (ends, database) =>
      add(
        ends.flatMap(({ ordinal, outcomes }) => {
          const item = items.get(ordinal)
          return item ? [{ ...item, outcomes }] : []
        }),
        database,
      )
    await write(ready, { jobId: job.id, viewer: job.viewer, note }, new AbortController().signal)
  }

  // What is named twice is taken one after the other, so that the last stays.
  const named = waiting.filter(({ item: { request } }) => request.id !== undefined || request.source !== '')
  const isOnce = new Set(named.map(({ item: { request } }) => nameOf(request, ''))).size === named.length
  const next = (): Numbered[] => waiting.splice(0, isOnce ? itemsAGroup : 1)

  let writing = Promise.resolve()
  const work = async (): Promise<void> => {
    for (let group = next(); group.length > 0; group = next()) {
      const known = await findKnown(
        tables,
        group.map(({ item: { request } }) => ({ request, fingerprint: '' })),
      )
      const asked = group.map(({ ordinal, item }) => {
        const before = known({ request: item.request, fingerprint: '' })
        return { ordinal, before, item: before ? { ...item, known: before.fingerprint } : item }
      })
      for (let rest = asked; rest.length > 0;) {
        const results = await preparation.light(
          rest.map(({ item }) => item),
          { plan, limits },
        )
        const done = rest.slice(0, results.length)
        rest = rest.slice(results.length)
        const unchanged = new Map<number, Outcome>()
        for (const [i, { ordinal, before }] of done.entries())
          if (before && results[i]?.kind === 'unchanged') {
            const { id, title, source, chunks } = before
            unchanged.set(ordinal, { id, title, source, status: 'unchanged', chunks })
          }
        const before = writing
        writing = (async () => {
          await before
          await finish(done, results, unchanged)
        })()
        await writing
        await changed()
      }
    }
  }
  const release = hold()
  try {
    await Promise.all(Array.from({ length: isOnce ? groupsAtOnce : 1 }, work))
  } finally {
    release()
  }
  others.sort((a, b) => a - b)
  return taken
}
