import { once } from 'node:events'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { z } from 'zod'
import { commandLineIn } from '../support/command-line.ts'
import { temporaryFolder } from '../support/folder.ts'
import { enter, password } from '../support/people.ts'
import type { TestSystem, Visitor } from '../support/system.ts'
import { topologies } from '../support/topologies.ts'
import { until } from '../support/until.ts'

const outcomes = z.object({
  documents: z.array(z.object({ source: z.string(), status: z.string(), reason: z.string().optional() })),
  removed: z.array(z.string()),
})

describe('ingesting folders over HTTP', function () {
  this.timeout(120_000)
  let folder: { path: string; remove: () => Promise<void> }
  let system: TestSystem
  let ada: Visitor
  let there: string[]
  before(async () => {
    const onePort = topologies.find(({ name }) => name === 'one port')
    if (!onePort) throw new Error('no such topology')
    folder = await temporaryFolder()
    system = await onePort.open({ MAX_UPLOAD_BYTES: '100000' })
    there = ['--url', system.url ?? '']
    ada = await enter(system, 'ada')
    await commandLineIn(folder.path).run(['login', 'ada', ...there], { input: `${password}\n` })
  })
  after(async () => {
    await system?.stop()
    await folder?.remove()
  })

  const put = async (files: Record<string, string>) => {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder.path, name)), { recursive: true })
      await writeFile(join(folder.path, name), content)
    }
  }
  const ingest = async (...words: string[]) => {
    const { output, code } = await commandLineIn(folder.path).run(['ingest', ...words, '--json', ...there])
    const { documents, removed } = outcomes.parse(JSON.parse(output))
    return { code, removed, fates: documents.map(({ source, status }) => `${status} ${source}`).sort() }
  }
  const sources = async (name: string): Promise<string[]> => {
    const { items } = await ada.clients.rag.listDocuments({ limit: 200 }, ada.call())
    return items.flatMap(({ source }) => (source.startsWith(`${name}/`) ? source : [])).sort()
  }

  it('keeps files of one name in two folders apart', async () => {
    await put({ 'same/a/readme.md': 'Auks.', 'same/b/readme.md': 'Boobies.' })
    expect((await ingest('same')).fates).to.deep.equal(['indexed same/a/readme.md', 'indexed same/b/readme.md'])
    expect((await ingest('same')).fates).to.deep.equal(['unchanged same/a/readme.md', 'unchanged same/b/readme.md'])
  })

  it('lets a file fail alone that is larger than the server takes', async () => {
    await put({ 'large/a.txt': 'Auks.', 'large/b.txt': 'x'.repeat(100_001), 'large/c.txt': 'Crakes.' })
    const { code, fates } = await ingest('large')
    expect(code).to.equal(1)
    expect(fates).to.deep.equal(['failed large/b.txt', 'indexed large/a.txt', 'indexed large/c.txt'])
  })

  it('removes with --prune what is gone, and nothing of another folder of that name', async () => {
    await put({
      'one/notes/stays.txt': 'Lapwings stay.',
      'one/notes/goes.txt': 'Swallows go.',
      'one/notes/both.txt': 'Both have it.',
      'two/notes/other.txt': 'Others come.',
      'two/notes/both.txt': 'Both have it.',
    })
    await ingest('one/notes')
    await ingest('two/notes')
    await rm(join(folder.path, 'one/notes/goes.txt'))
    await rm(join(folder.path, 'one/notes/both.txt'))
    expect((await ingest('one/notes', '--prune')).removed).to.deep.equal(['notes/goes.txt'])
    expect(await sources('notes')).to.deep.equal(['notes/both.txt', 'notes/other.txt', 'notes/stays.txt'])
    expect((await ingest('one/notes', '--prune-all')).removed.sort()).to.deep.equal([
      'notes/both.txt',
      'notes/other.txt',
    ])
  })

  it('removes nothing when a folder is empty, as when its disk is not mounted', async () => {
    await put({ 'disk/a.txt': 'Auks.' })
    await ingest('disk')
    await rename(join(folder.path, 'disk'), join(folder.path, 'unmounted'))
    await mkdir(join(folder.path, 'disk'))
    expect((await ingest('disk', '--prune')).removed).to.deep.equal([])
    expect((await ingest('disk', '--prune-all')).removed).to.deep.equal([])
    expect(await sources('disk')).to.deep.equal(['disk/a.txt'])
  })

  it('follows with --watch what is made, renamed, moved in and removed', async () => {
    await put({ 'seen/a.txt': 'Auks.', 'elsewhere/deep/k.txt': 'Knots.' })
    const at = (name: string) => join(folder.path, name)
    const become = (...names: string[]) =>
      until(async () => (await sources('seen')).join() === names.map((name) => `seen/${name}`).join(), 30_000)
    const watching = commandLineIn(folder.path).begin(['ingest', 'seen', '--watch', '--prune', ...there])
    try {
      await become('a.txt')
      await put({ 'seen/b.txt': 'Boobies.' })
      await become('a.txt', 'b.txt')
      await rename(at('seen/b.txt'), at('seen/c.txt'))
      await become('a.txt', 'c.txt')
      await rename(at('elsewhere'), at('seen/moved'))
      await become('a.txt', 'c.txt', 'moved/deep/k.txt')
      await put({ 'seen/moved/deep/l.txt': 'Loons.' })
      await become('a.txt', 'c.txt', 'moved/deep/k.txt', 'moved/deep/l.txt')
      await rm(at('seen/moved'), { recursive: true })
      await become('a.txt', 'c.txt')
    } finally {
      watching.kill('SIGINT')
      if (watching.exitCode === null) await once(watching, 'exit')
    }
    expect(watching.exitCode).to.equal(0)
  })
})
