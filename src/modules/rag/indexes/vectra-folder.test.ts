import { spawnSync } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { temporaryFolder } from '../../../../test/support/folder.ts'
import type { EmbeddingModel, VectorEntry } from '../stores/index.ts'
import { openGeneration, writeGeneration } from './vectra-folder.ts'

const model: EmbeddingModel = { key: 1, name: 'm', dimensions: 2, state: 'serving' }

async function* entries(): AsyncGenerator<VectorEntry[]> {
  yield [{ key: 1, documentKey: 1, audience: 1, vector: Float32Array.of(1, 0) }]
}

describe('the folder of a vectra index', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  beforeEach(async () => {
    folder = await temporaryFolder()
  })
  afterEach(async () => folder.remove())
  const write = () => writeGeneration(folder.path, model, 1, entries())

  it('is written by one at a time, and at once where the last writer was killed', async () => {
    const lock = join(folder.path, 'writer.lock')
    const ended = spawnSync(process.execPath, ['--version']).pid
    for (const [owner, mayWrite] of [
      [`${hostname()} ${ended}`, true],
      [`${hostname()} ${process.pid}`, true],
      [`${hostname()} ${process.ppid}`, false],
      [`another-host ${ended}`, false],
      ['', false],
    ] as const) {
      await mkdir(folder.path, { recursive: true })
      await writeFile(lock, owner)
      expect(await write(), owner).to.equal(mayWrite)
    }
  })

  it('leaves nothing of what came before, and is opened for its own model only', async () => {
    await mkdir(join(folder.path, 'half-written'), { recursive: true })
    expect(await Promise.all([write(), write()])).to.include(true)
    const opened = await openGeneration(folder.path, model)
    expect(opened).to.include({ sequence: 1, items: 1 })
    expect(await readdir(folder.path)).to.have.members(['current.json', opened?.generation])
    expect(await openGeneration(folder.path, { ...model, dimensions: 3 })).to.equal(undefined)
    expect(await openGeneration(folder.path, { ...model, name: 'n' })).to.equal(undefined)
  })

  it('is not opened when anything in it is another than was written, though it can be read', async () => {
    await write()
    const { generation = '' } = (await openGeneration(folder.path, model)) ?? {}
    const file = join(folder.path, generation, '0', 'index.json')
    await writeFile(file, (await readFile(file, 'utf8')).replace('[1,0]', '[0,1]'))
    expect(await openGeneration(folder.path, model)).to.equal(undefined)
  })
})
