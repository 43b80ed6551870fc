import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import type { Knex } from 'knex'
import { lexicalQuery } from '../../src/modules/rag/indexes/index.ts'
import { createStores } from '../../src/modules/rag/stores/index.ts'
import type { NewEntry, PassageStore } from '../../src/modules/rag/stores/passage-store.ts'
import { countPending } from '../../src/modules/rag/stores/pending.ts'
import { readState } from '../../src/modules/rag/stores/state.ts'
import { temporaryFolder } from '../support/folder.ts'
import { freshDatabase } from '../support/fresh-database.ts'
import { openRagDatabase, type RagEnvironment } from '../support/rag.ts'
import { until } from '../support/until.ts'

/** Each store is killed three times while it enters passages anew, and so often that is done; `npm run soak:ingest` does more. */
const rounds = Math.ceil(Number(process.env['KILLS'] ?? 3) / 3)
const killsARound = 3
const child = fileURLToPath(new URL('../support/rag-child.ts', import.meta.url))

const perDocument = 50
const words = Array.from({ length: 40 }, (_, i) => `wort${String.fromCharCode(97 + (i % 26))}${i}x`)
let seed = 3
const random = (below: number): number => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
  return Math.floor((seed / 2 ** 32) * below)
}
const document = (id: string): NewEntry => {
  const texts = Array.from({ length: perDocument }, () =>
    Array.from({ length: 6 }, () => `${words[random(words.length)]} `).join(''),
  )
  let start = 0
  const chunks = texts.map((text) => ({ text, start, end: (start += text.length), headingPath: [] }))
  const text = texts.join('')
  return { document: { id, title: '', text, contentHash: text }, chunks }
}

/** Nothing of what is entered is lost or doubled, and every word finds what holds it. */
const inspect = async (knex: Knex, { lexical }: PassageStore): Promise<void> => {
  const rows: { key: number; content: string }[] = await knex('chunks').select('key', 'content').orderBy('key')
  const { indexed_key } = await readState(knex)
  const entered = rows.filter(({ key }) => key < indexed_key).map(({ key }) => key)
  expect(await countPending(knex)).to.equal(rows.length - entered.length)
  const signed: { key: number }[] = await knex('chunk_signatures').select('key').orderBy('key')
  expect(signed.map(({ key }) => key)).to.deep.equal(entered)
  const segments: { first: number; after: number }[] = await knex('posting_segments').select().orderBy('first')
  for (const [i, { first }] of segments.entries()) expect(first).to.be.at.least(segments[i - 1]?.after ?? 0)
  const blocks: number[] = await knex('posting_blocks').distinct('segment').orderBy('segment').pluck('segment')
  expect(blocks).to.deep.equal(segments.map(({ first }) => first))
  const view = await lexical.view()
  const { terms } = lexicalQuery(words.join(' '), view.languages)
  const postings = await view.postings(terms)
  for (const [i, { word }] of terms.entries()) {
    const holding = rows.filter(({ content }) => content.split(' ').includes(word)).map(({ key }) => key)
    expect([...(postings[i]?.keys ?? [])], word).to.deep.equal(holding)
  }
}

const stores: Record<string, () => Promise<{ url?: string; drop: () => Promise<void> }>> = {
  SQLite: () => Promise.resolve({ drop: () => Promise.resolve() }),
  PostgreSQL: freshDatabase,
}

describe('chaos, killed while all passages enter the full text search anew', () => {
  for (const [name, place] of Object.entries(stores))
    it(`goes on where it was, and loses and doubles nothing, ${name}`, async function () {
      this.timeout(rounds * 120_000)
      const folder = await temporaryFolder()
      const { url = `sqlite:${folder.path}`, drop } = await place()
      const environment: RagEnvironment = { DATA_DIR: folder.path, STORAGE_URL: url }
      const database = await openRagDatabase(environment)
      const { knex } = database
      const { passages } = createStores(database)
      const indexedKey = async () => (await readState(knex)).indexed_key
      const start = async () => {
        const filling = fork(child, [], { env: { ...process.env, ...environment }, execArgv: ['--import=tsx/esm'] })
        const ended = once(filling, 'exit')
        await Promise.race([once(filling, 'message'), ended.then(() => Promise.reject(new Error('it did not start')))])
        return async () => {
          filling.kill('SIGKILL')
          await ended
        }
      }
      try {
        for (let round = 1; round <= rounds; round++) {
          for (let from = 0; from < 400; from += 50)
            await passages.replaceDocuments(Array.from({ length: 50 }, (_, i) => document(`${round % 2}-${from + i}`)))
          let before = await indexedKey()
          const end = (await readState(knex)).next_key
          for (let kill = 1; kill <= killsARound; kill++) {
            const killNow = await start()
            await until(async () => (await indexedKey()) > before, 60_000)
            await pause(random(kill === 1 ? 30 : 300))
            await killNow()
            before = await indexedKey()
            await inspect(knex, passages)
            if (kill === 1) expect(before, 'it is killed in the middle').to.be.below(end)
            await passages.deleteDocuments([`${round % 2}-${kill}`, `${round % 2}-${399 - kill}`])
            await passages.replaceDocuments([
              document(`${round % 2}-${kill + 10}`),
              document(`${round % 2}-${389 - kill}`),
            ])
          }
          const killNow = await start()
          await until(async () => (await countPending(knex)) === 0, 60_000)
          await killNow()
          await inspect(knex, passages)
          await inspect(knex, createStores(database).passages)
        }
      } finally {
        await database.close()
        await drop()
        await folder.remove()
      }
    })
})
