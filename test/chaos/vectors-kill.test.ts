import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect } from 'chai'
import { temporaryFolder } from '../support/folder.ts'
import { freshDatabase } from '../support/fresh-database.ts'
import { openKillable } from '../support/killable-vectors.ts'

const kills = Number(process.env['KILLS'] ?? 3)
const child = fileURLToPath(new URL('../support/vectors-child.ts', import.meta.url))

/** Lets a process write and search for some rounds and a moment, and kills it; returns the round after the last one known. */
const torment = async (folder: string, url: string, name: string, first: number): Promise<number> => {
  const victim = fork(child, [folder, url, name, String(first)], { execArgv: ['--import=tsx/esm'] })
  let last = first
  victim.on('message', (round) => (last = Number(round)))
  const ended = once(victim, 'exit')
  await Promise.race([once(victim, 'message'), ended.then(() => Promise.reject(new Error('it did not start')))])
  await pause(Math.random() * 1_500)
  victim.kill('SIGKILL')
  await ended
  return last + 1
}

const questions = Array.from({ length: 12 }, (_, i) => `question ${i}`)

/** What the index finds is what comparing with every vector of the store finds, and all of it is there. */
const verify = async (folder: string, url: string, name: string): Promise<void> => {
  const killed = await openKillable(folder, url, name)
  const exact = await openKillable(folder, url, 'sqlite')
  try {
    await killed.vectors.embedPending()
    const { embedded, total } = await killed.vectors.progress(null)
    expect(embedded).to.equal(total)
    for (const question of questions) {
      const [found, right] = await Promise.all(
        [killed, exact].map(({ vectors }) => vectors.search(question, { viewer: null }, 10)),
      )
      expect(found?.map(({ key }) => key)).to.deep.equal(right?.map(({ key }) => key))
    }
  } finally {
    for (const { vectors, database } of [killed, exact]) {
      await vectors.close()
      await database.close()
    }
  }
}

const places: Record<string, (folder: string) => Promise<{ url: string; drop: () => Promise<void> }>> = {
  SQLite: (folder) => Promise.resolve({ url: `sqlite:${folder}`, drop: () => Promise.resolve() }),
  PostgreSQL: freshDatabase,
}

describe('chaos, killed while it embeds and searches', () => {
  for (const [database, name] of [
    ['SQLite', 'sqlite'],
    ['SQLite', 'vectra'],
    ['PostgreSQL', 'vectra'],
  ] as const)
    it(`finds what the store holds, ${name} over ${database}`, async function () {
      this.timeout(60_000 + kills * 60_000)
      const folder = await temporaryFolder()
      const { url, drop } = (await places[database]?.(folder.path)) ?? expect.fail('no such database')
      const vectorFolder = join(folder.path, 'vectors')
      try {
        let round = 0
        for (let kill = 1; kill <= kills; kill++) {
          round = await torment(vectorFolder, url, name, round)
          await verify(vectorFolder, url, name)
        }
      } finally {
        await drop()
        await folder.remove()
      }
    })
})
