import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { z } from 'zod'
import { temporaryFolder } from '../support/folder.ts'
import { freshDatabase } from '../support/fresh-database.ts'
import { openRag, openRagDatabase, type RagEnvironment } from '../support/rag.ts'

const child = fileURLToPath(new URL('../support/rag-child.ts', import.meta.url))
const message = z.object({ number: z.int(), finished: z.int().optional(), over: z.boolean().optional() })

/** Known by an id, by a source, and by nothing but their text. */
const texts = Array.from({ length: 900 }, (_, i) => ({
  ...(i % 3 === 0 ? { id: `kite-${i}` } : {}),
  ...(i % 3 === 1 ? { source: `kites/${i}.txt` } : {}),
  text: `Kite ${i} hovers over the heath. `.repeat(60),
}))

/** Sends all texts in a call that is waited for, and kills the process as soon as some of them are done; true if not all were. */
const killHalfWay = async (environment: RagEnvironment): Promise<boolean> => {
  const victim = fork(child, [], { env: { ...process.env, ...environment }, execArgv: ['--import=tsx/esm'] })
  const ended = once(victim, 'exit')
  let isOver = false
  victim.on('message', (said) => {
    const { number, finished = 0, over } = message.parse(said)
    if (number === 0) victim.send({ number: 1, atOnce: texts })
    else if (finished > 0 || over) {
      isOver ||= over ?? finished === texts.length
      victim.kill('SIGKILL')
    }
  })
  await ended
  return !isOver
}

const rowsOf = async (environment: RagEnvironment, table: string): Promise<unknown[]> => {
  const database = await openRagDatabase(environment)
  try {
    return await database.knex(table).select('*')
  } finally {
    await database.close()
  }
}

const stores: Record<string, () => Promise<{ url?: string; drop: () => Promise<void> }>> = {
  SQLite: () => Promise.resolve({ drop: () => Promise.resolve() }),
  PostgreSQL: freshDatabase,
}

describe('chaos, killed in the middle of a call that is waited for', () => {
  for (const [name, place] of Object.entries(stores))
    it(`leaves whole documents, and the same call again each document once, ${name}`, async function () {
      this.timeout(120_000)
      const folder = await temporaryFolder()
      const { url = `sqlite:${folder.path}`, drop } = await place()
      const environment = { DATA_DIR: folder.path, STORAGE_URL: url }
      try {
        expect(await killHalfWay(environment), 'killed before its end').to.equal(true)
        const half = await rowsOf(environment, 'documents')
        expect(half.length).to.be.within(1, texts.length - 1)
        const system = await openRag(environment)
        const { documents } = await system.rag.ingest({ documents: texts }, system.as('ada'))
        const { documents: counted } = await system.rag.status({}, system.as('ada'))
        const shown = await system.rag.document({ id: documents[0]?.id ?? '' }, system.as('ada'))
        await system.stop()
        const unchanged = documents.filter(({ status }) => status === 'unchanged')
        expect(unchanged.length, 'what was there already').to.equal(half.length)
        expect(documents.filter(({ status }) => status === 'indexed').length).to.equal(texts.length - half.length)
        expect(counted).to.equal(texts.length)
        expect(new Set(documents.map(({ id }) => id)).size).to.equal(texts.length)
        expect(shown.chunks.at(-1)?.end).to.be.at.least((texts[0]?.text.trimEnd().length ?? 0) - 1)
        expect(await rowsOf(environment, 'spooled')).to.deep.equal([])
        expect(await rowsOf(environment, 'jobs'), 'of the call that was killed nothing is left').to.have.length(1)
        expect(await rowsOf(environment, 'job_items')).to.have.length(texts.length)
      } finally {
        await drop()
        await folder.remove()
      }
    })
})
