import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect } from 'chai'
import { chunkSizesOf } from '../../src/modules/rag/chunkers/index.ts'
import { createParsePool } from '../../src/modules/rag/ingest/parse-pool.ts'
import { createPreparation } from '../../src/modules/rag/ingest/preparation.ts'
import type { LightItem } from '../../src/modules/rag/ingest/read-light.ts'
import { defaultLimits } from '../../src/modules/rag/parsers/index.ts'
import { zipOf } from '../support/documents.ts'
import { temporaryFolder } from '../support/folder.ts'
import { refusal } from '../support/refusal.ts'

const settings = { plan: { sizes: chunkSizesOf(1_200), hashes: false }, limits: defaultLimits }
const request: LightItem['request'] = { kind: 'text', source: '', metadata: {}, allowedRoles: null, owner: null }
const items = Array.from({ length: 20 }, (_, i): LightItem => ({
  request,
  text: `Plover ${i} runs along the shore.`,
}))

describe('chaos, an installation with a part missing or broken', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  before(async () => {
    folder = await temporaryFolder()
  })
  after(() => folder.remove())
  const moduleOf = async (name: string, source: string): Promise<URL> => {
    const path = join(folder.path, name)
    await writeFile(path, source)
    return pathToFileURL(path)
  }

  it('says that documents cannot be prepared when the threads for it do not start', async () => {
    const entries = [
      pathToFileURL(join(folder.path, 'missing.mjs')),
      await moduleOf('throwing.mjs', 'throw new Error("broken")'),
      await moduleOf('ending.mjs', 'process.exit(3)'),
    ]
    for (const entry of entries) {
      const preparation = createPreparation(2, entry)
      // More at once than there are threads; and again, for the threads that do not start are tried anew.
      for (const attempt of ['first', 'second']) {
        const asked = Array.from({ length: 6 }, () => refusal(preparation.light(items, settings)))
        for (const error of await Promise.all(asked)) {
          expect(error.code, `${entry.href}, ${attempt}`).to.equal('internal')
          expect(error.message).to.include('install it again')
        }
      }
      await preparation.close()
    }
  })

  it('says that files cannot be read when the process for it does not start', async () => {
    const programs: [URL, RegExp][] = [
      [pathToFileURL(join(folder.path, 'missing.js')), /missing\.js/],
      [await moduleOf('throwing-process.mjs', 'throw new Error("broken pipes")'), /broken pipes/],
      [await moduleOf('ending-process.mjs', 'process.exit(3)'), /ended/],
      [await moduleOf('waiting-process.mjs', 'setInterval(() => undefined, 1_000)'), /ended/],
    ]
    for (const [program, why] of programs) {
      const heard: string[] = []
      const pool = createParsePool({
        size: 2,
        memoryMegabytes: 128,
        timeoutMs: 2_000,
        program,
        notStarted: (said) => heard.push(said),
      })
      const asked = ['a', 'b', 'c'].map((name) => refusal(pool.parse({ bytes: zipOf({}), filename: `${name}.docx` })))
      for (const { details, message } of await Promise.all(asked)) {
        expect(details.reason, program.href).to.equal('not_started')
        expect(message).to.include('install it again')
      }
      expect(heard).to.have.length(6)
      expect(heard[0]).to.match(why)
      await pool.close()
    }
  })

  it('reads a file though a process for it did not start at first', async () => {
    const started = JSON.stringify(join(folder.path, 'started'))
    const program = await moduleOf(
      'once.mjs',
      `import { existsSync, writeFileSync } from 'node:fs'
      const isFirst = !existsSync(${started})
      writeFileSync(${started}, '')
      if (isFirst) process.exit(1)
      process.on('message', () => process.send({ parsed: { documents: [], failures: [] } }))
      process.send('ready')`,
    )
    const pool = createParsePool({ size: 1, memoryMegabytes: 128, timeoutMs: 20_000, program })
    const parsed = await pool.parse({ bytes: zipOf({}), filename: 'a.docx' })
    expect(parsed).to.deep.equal({ documents: [], failures: [] })
    await pool.close()
  })

  it('goes on with what waits when a thread breaks at work', async () => {
    const dead = JSON.stringify(join(folder.path, 'dead'))
    const entry = await moduleOf(
      'dying.mjs',
      `import { existsSync, writeFileSync } from 'node:fs'
      export const light = () => {
        if (existsSync(${dead})) return []
        writeFileSync(${dead}, '')
        process.exit(1)
      }`,
    )
    const preparation = createPreparation(1, entry)
    const asked = Array.from({ length: 6 }, () =>
      preparation.light(items, settings).then(
        () => 'done',
        () => 'failed',
      ),
    )
    const ends = await Promise.all(asked)
    expect(ends.filter((end) => end === 'done').length).to.be.at.least(4)
    await preparation.close()
  })

  it('takes in more text at once than a thread has memory for', async () => {
    const preparation = createPreparation(1)
    const large = Array.from({ length: 60 }, (_, i): LightItem => ({
      request,
      text: `${i} ${'plover '.repeat(140_000)}`,
    }))
    const results = await preparation.light(large, settings)
    expect(results.map(({ kind }) => kind)).to.include('planned')
    await preparation.close()
  })
})
