import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { AppError } from '../platform/errors.ts'
import { checkDataFolder } from './data-folder.ts'
import { processSecret } from './secrets.ts'

describe('the data folder', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ai-agent-data-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('is made where there is none', async () => {
    checkDataFolder(join(folder, 'a', 'b'))
    expect(await readdir(join(folder, 'a'))).to.deep.equal(['b'])
  })

  it('is refused with what to do where it cannot be written', async () => {
    await writeFile(join(folder, 'file'), '')
    expect(() => checkDataFolder(join(folder, 'file', 'data'))).to.throw(AppError, /^DATA_DIR: .* set DATA_DIR/)
  })

  it('keeps one secret, whole, and nothing else besides', async () => {
    const options = { given: undefined, whole: true, dataDir: folder }
    const secret = processSecret(options)
    expect(secret).to.have.length.above(31)
    expect(processSecret(options)).to.equal(secret)
    expect(await readdir(folder)).to.deep.equal(['secret.key'])
  })
})
