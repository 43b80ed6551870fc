import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { z } from 'zod'
import { commandLineIn } from '../support/command-line.ts'
import { temporaryFolder } from '../support/folder.ts'

const coverage = z.object({ result: z.array(z.object({ url: z.string() })) })

/** What a command loads and what it leaves in the data folder: a newcomer waits for all of it. */
describe('a command opens what it uses', function () {
  this.timeout(120_000)
  let folder: { path: string; remove: () => Promise<void> }
  beforeEach(async () => {
    folder = await temporaryFolder()
    await mkdir(join(folder.path, 'notes'))
    await writeFile(join(folder.path, 'notes', 'ferry.md'), '# Ferry\n\nThe ferry to Tiree leaves Oban at seven.')
  })
  afterEach(() => folder.remove())

  const run = (words: string[], environment: Record<string, string> = {}) =>
    commandLineIn(folder.path).run(words, { environment })
  /** Runs a command, and returns which packages and which folders of ours it loaded; V8 tells it where it measures coverage. */
  const loadedBy = async (...words: string[]) => {
    const told = join(folder.path, `coverage-${words[0]}`)
    const { code, complaints } = await run(words, { NODE_V8_COVERAGE: told })
    expect(code, complaints).to.equal(0)
    const files = await Promise.all((await readdir(told)).map((name) => readFile(join(told, name), 'utf8')))
    const urls = files.flatMap((text) => coverage.parse(JSON.parse(text)).result.map(({ url }) => url))
    return {
      packages: new Set(urls.flatMap((url) => /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? [])),
      files: urls.flatMap((url) => /\/dist\/(.*)/.exec(url)?.[1] ?? []),
    }
  }
  const kept = () => readdir(join(folder.path, 'data'))

  it('so ingesting opens documents alone, and makes no demo', async () => {
    const { packages, files } = await loadedBy('ingest', 'notes')
    expect(packages).to.include('better-sqlite3')
    for (const name of ['openai', 'koa', 'ioredis', 'prom-client', 'pdfkit', 'pdfjs-dist', 'pg', 'libpg-query'])
      expect(packages).not.to.include(name)
    expect(
      files.filter((name) =>
        /^demo\/(prepare|database|documents)|^modules\/(agent|auth|gateway)\/(index|service)/.test(name),
      ),
    ).to.deep.equal([])
    expect(files).not.to.include('modules/rag/answer/answer.js')
    expect((await kept()).filter((name) => !name.startsWith('rag'))).to.have.members(['ingested', 'secret.key'])
  })

  it('so whoever has documents of their own gets no answers from the demo’s', async () => {
    await run(['ingest', 'notes'])
    const { code, output } = await run(['search', 'How many days do I have to return something?'])
    expect(code).to.equal(1)
    expect(output).not.to.include('demo/')
    expect(await kept()).not.to.include('demo')
  })

  it('so a question about rows opens no documents, and a model’s package only where there is a model', async () => {
    const { packages, files } = await loadedBy('query', 'How many customers are there in each region?')
    for (const name of ['openai', 'koa', 'ioredis', 'prom-client', 'pdfkit', 'tinyld', 'snowball-stemmers'])
      expect(packages).not.to.include(name)
    expect(files.filter((name) => /^modules\/(rag|auth|gateway)\/(index|service)/.test(name))).to.deep.equal([])
    expect((await kept()).filter((name) => !name.startsWith('agent'))).to.have.members(['demo', 'secret.key'])
  })

  it('so help and the version open nothing', async () => {
    for (const flag of ['--help', '--version']) {
      const { packages } = await loadedBy(flag)
      for (const name of ['knex', 'winston', 'koa']) expect(packages).not.to.include(name)
    }
    expect((await readdir(folder.path)).filter((name) => name === 'data')).to.deep.equal([])
  })

  it('and several may open a new data folder together', async () => {
    const all = await Promise.all(Array.from({ length: 4 }, () => run(['ingest', 'notes'])))
    for (const { code, complaints } of all) expect(code, complaints).to.equal(0)
    expect((await run(['ingest', 'notes'])).output).to.equal('1 unchanged.\n')
  })
})
