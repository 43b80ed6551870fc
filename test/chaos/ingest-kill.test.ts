import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { z } from 'zod'
import { countPending } from '../../src/modules/rag/stores/pending.ts'
import { temporaryFolder } from '../support/folder.ts'
import { freshDatabase } from '../support/fresh-database.ts'
import { openRag, openRagDatabase, type RagEnvironment } from '../support/rag.ts'
import { until } from '../support/until.ts'

/** How often each store is killed; `npm run soak:ingest` does it 50 times. */
const kills = Number(process.env['KILLS'] ?? 3)
const child = fileURLToPath(new URL('../support/rag-child.ts', import.meta.url))
const reply = z.object({ number: z.int(), over: z.boolean().optional(), error: z.string().optional() })

/** What may be there of a document after a crash: versions of its text, or undefined for nothing. */
type Possible = Map<string, Set<string | undefined>>

const ids = Array.from({ length: 24 }, (_, i) => `document-${i}`)
let version = 0
const newText = (id: string): string => {
  version += 1
  return Array.from({ length: 1 + (version % 40) }, (_, i) =>
    `Version ${version} of ${id}, paragraph ${i}. `.repeat(12),
  ).join('\n\n')
}
const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(Math.random() * list.length)]

/** Sends orders as fast as they are done, until the process is killed; notes what each may leave behind. */
const torment = async (environment: RagEnvironment, possible: Possible, moment: number): Promise<void> => {
  const victim: ChildProcess = fork(child, [], {
    env: { ...process.env, ...environment },
    execArgv: ['--import=tsx/esm'],
    serialization: 'json',
  })
  const busy = new Set<string>()
  const waiting = new Map<number, { names: string[]; acknowledged: () => void }>()
  let number = 0
  let fault: string | undefined
  const order = (): void => {
    const free = ids.filter((id) => !busy.has(id))
    const known = free.filter((id) => possible.get(id)?.has(undefined) === false)
    number += 1
    const removed = Math.random() < 0.4 ? pick(known) : undefined
    if (removed !== undefined) {
      const before = possible.get(removed) ?? new Set([undefined])
      possible.set(removed, new Set([...before, undefined]))
      busy.add(removed)
      waiting.set(number, { names: [removed], acknowledged: () => possible.set(removed, new Set([undefined])) })
      victim.send({ number, remove: removed })
      return
    }
    const names = free.slice(0, 1 + Math.floor(Math.random() * 6))
    if (names.length === 0) return
    const ingest = Object.fromEntries(names.map((id) => [id, newText(id)]))
    for (const id of names) {
      possible.set(id, new Set([...(possible.get(id) ?? [undefined]), ingest[id]]))
      busy.add(id)
    }
    const acknowledged = () => names.forEach((id) => possible.set(id, new Set([ingest[id]])))
    waiting.set(number, { names, acknowledged })
    victim.send({ number, ingest })
  }
  victim.on('message', (message) => {
    const { number: answered, over, error } = reply.parse(message)
    fault ??= error
    const one = waiting.get(answered)
    one?.acknowledged()
    if (!over || error !== undefined) return
    for (const id of one?.names ?? []) busy.delete(id)
    waiting.delete(answered)
    if (victim.connected) for (let more = waiting.size; more < 3; more++) order()
  })
  const ended = once(victim, 'exit')
  await Promise.race([once(victim, 'message'), ended.then(() => Promise.reject(new Error('it did not start')))])
  await pause(moment)
  victim.kill('SIGKILL')
  await ended
  expect(fault).to.equal(undefined)
}

const countOf = z.coerce.number()

/** What the tables say of themselves: nothing half there, nothing left over. */
const inspect = async (environment: RagEnvironment): Promise<void> => {
  const database = await openRagDatabase(environment)
  const { knex } = database
  try {
    const count = async (table: string) => countOf.parse((await knex(table).count<{ n: unknown }[]>({ n: '*' }))[0]?.n)
    const sum = countOf.parse((await knex('documents').sum<{ n: unknown }[]>({ n: 'chunks' }))[0]?.n ?? 0)
    const [state]: { documents: number; chunks: number }[] = await knex('collection_state').select(
      'documents',
      'chunks',
    )
    const chunks = await count('chunks')
    expect({ documents: await count('documents'), chunks }).to.deep.equal({ ...state })
    const inSegments = countOf.parse(
      (await knex('posting_segments').sum<{ n: unknown }[]>({ n: 'passages' }))[0]?.n ?? 0,
    )
    const entered = inSegments - (await count('removed_passages'))
    const signatures = await count('chunk_signatures')
    expect({ sum, entered, signatures }).to.deep.equal({ sum: chunks, entered: chunks, signatures: chunks })
    expect(await count('spooled')).to.equal(0)
    const unfinished: unknown[] = await knex('jobs').whereNot('status', 'done')
    expect(unfinished).to.deep.equal([])
  } finally {
    await database.close()
  }
}

/** Opens what was killed, waits until it has caught up, and compares with what was acknowledged. */
const verify = async (environment: RagEnvironment, possible: Possible): Promise<void> => {
  const database = await openRagDatabase(environment)
  const system = await openRag(environment)
  try {
    await until(async () => {
      const waiting: unknown[] = await database.knex('jobs').whereNotIn('status', ['done', 'cancelled'])
      return waiting.length === 0 && (await countPending(database.knex)) === 0
    }, 45_000)
    for (const [id, texts] of possible) {
      const found = await system.rag.document({ id }, system.as('ada')).catch(() => undefined)
      const rows: { text: string }[] = await database
        .knex('chunks')
        .join('documents', 'documents.key', 'document_key')
        .where('documents.id', id)
        .orderBy('ordinal')
        .select(database.knex.raw('lead || content as text'))
      const text = rows.length === 0 ? undefined : rows.map((row) => row.text).join('')
      expect(
        texts.has(text),
        `${id} is ${text?.slice(0, 40)}, should be one of ${[...texts].map((one) => one?.slice(0, 40)).join('; ')}`,
      ).to.equal(true)
      expect(found === undefined).to.equal(text === undefined)
      const whole = found?.chunks.every(({ content, start, end }) => text?.slice(start, end) === content)
      expect(whole ?? true, `${id} is whole`).to.equal(true)
      expect(found?.chunks.at(-1)?.end ?? 0).to.be.at.least((text ?? '').trimEnd().length - 1)
      possible.set(id, new Set([text]))
    }
  } finally {
    await system.stop()
    await database.close()
  }
  await inspect(environment)
  const left = await readdir(join(environment.DATA_DIR, 'rag-reading')).catch(() => [])
  expect(left).to.deep.equal([])
}

const stores: Record<string, () => Promise<{ url?: string; drop: () => Promise<void> }>> = {
  SQLite: () => Promise.resolve({ drop: () => Promise.resolve() }),
  PostgreSQL: freshDatabase,
}

describe('chaos, killed while it takes in and removes', () => {
  for (const [name, place] of Object.entries(stores))
    it(`loses nothing acknowledged and leaves nothing half done, ${name}`, async function () {
      this.timeout(60_000 + kills * 60_000)
      const folder = await temporaryFolder()
      const { url = `sqlite:${folder.path}`, drop } = await place()
      const environment = { DATA_DIR: folder.path, STORAGE_URL: url }
      const possible: Possible = new Map()
      try {
        for (let round = 1; round <= kills; round++) {
          const moment = Math.floor(Math.random() * 1_500)
          try {
            await torment(environment, possible, moment)
            await verify(environment, possible)
          } catch (error) {
            throw new Error(`after kill ${round}, ${moment} ms in: ${String(error)}`, { cause: error })
          }
        }
      } finally {
        await drop()
        await folder.remove()
      }
    })
})
