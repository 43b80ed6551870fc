import { symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { zipOf } from './documents.ts'
import { temporaryFolder } from './folder.ts'
import { openRag, openRagDatabase, type RagEnvironment, type RagSystem } from './rag.ts'
import { refusal } from './refusal.ts'
import { until } from './until.ts'

const rowsOf = async (environment: RagEnvironment, table: string): Promise<number> => {
  const database = await openRagDatabase(environment)
  try {
    const rows: unknown[] = await database.knex(table).select('*')
    return rows.length
  } finally {
    await database.close()
  }
}

/** What the rag service promises about taking documents in and giving them out, whatever database it stands on. */
export const ragSuite = (title: string, storage: () => Promise<{ url?: string; drop: () => Promise<void> }>): void => {
  describe(title, function () {
    this.timeout(60_000)
    let folder: Awaited<ReturnType<typeof temporaryFolder>>
    let place: Awaited<ReturnType<typeof storage>>
    let environment: RagEnvironment
    let system: RagSystem
    beforeEach(async () => {
      folder = await temporaryFolder()
      place = await storage()
      environment = { DATA_DIR: folder.path, ...(place.url === undefined ? {} : { STORAGE_URL: place.url }) }
      system = await openRag(environment)
    })
    afterEach(async () => {
      await system.stop()
      await place.drop()
      await folder.remove()
    })

    const file = async (name: string, content: string | Uint8Array) => {
      const path = join(folder.path, name.replaceAll('/', '-'))
      await writeFile(path, content)
      return { filename: name, path }
    }
    const contents = async (query: string, userId = 'ada', role = 'user') =>
      (await system.rag.retrieve({ query }, system.as(userId, { role }))).documents
        .map(({ content }) => content)
        .join('\n')

    it('names each document’s fate in the order in which they were given, one bad among them', async () => {
      const files = [
        await file('a.md', '# Cranes\n\nCranes winter in Extremadura.'),
        await file('b.pdf', 'no PDF'),
        await file('c.txt', 'Storks nest on chimneys.'),
        await file('d.txt', ' \n'),
      ]
      const { documents, status } = await system.rag.ingest({ files }, system.as('ada'))
      expect(status).to.equal('done')
      expect(documents.map((document) => [document.source, document.status])).to.deep.equal([
        ['a.md', 'indexed'],
        ['b.pdf', 'failed'],
        ['c.txt', 'indexed'],
        ['d.txt', 'failed'],
      ])
      expect(documents.map(({ reason }) => reason)).to.deep.equal([undefined, 'malformed', undefined, 'no_text'])
      expect(await rowsOf(environment, 'spooled')).to.equal(0)
    })

    it('knows a file by its name: the same again is unchanged, a changed one replaces the old', async () => {
      const first = await system.rag.ingest({ files: [await file('hours.txt', 'Open at nine.')] }, system.as('ada'))
      const again = await system.rag.ingest({ files: [await file('hours.txt', 'Open at nine.')] }, system.as('ben'))
      const changed = await system.rag.ingest({ files: [await file('hours.txt', 'Open at ten.')] }, system.as('ben'))
      expect([first, again, changed].map(({ documents }) => documents[0]?.status)).to.deep.equal([
        'indexed',
        'unchanged',
        'updated',
      ])
      expect(new Set([first, again, changed].map(({ documents }) => documents[0]?.id)).size).to.equal(1)
      expect(await contents('open')).to.equal('Open at ten.')
    })

    it('knows a text without id and source by its content', async () => {
      const text = 'Eiders dive for mussels.'
      const { documents } = await system.rag.ingest({ documents: [{ text }, { text }] }, system.as('ada'))
      const again = await system.rag.ingest({ documents: [{ text }] }, system.as('ada'))
      expect(new Set([...documents, ...again.documents].map(({ id }) => id)).size).to.equal(1)
      expect(again.documents[0]?.status).to.equal('unchanged')
    })

    it('takes another audience and other metadata of the same text as a change', async () => {
      const document = { id: 'plan', text: 'The merger is planned for May.', metadata: { year: 2025 } }
      await system.rag.ingest({ documents: [document] }, system.as('ada', { role: 'admin' }))
      expect(await contents('merger', 'ben')).to.include('May')
      const limited = { ...document, allowed_roles: ['admin'], metadata: { year: 2026 } }
      const { documents } = await system.rag.ingest({ documents: [limited] }, system.as('ada', { role: 'admin' }))
      expect(documents[0]?.status).to.equal('updated')
      expect(await contents('merger', 'ben')).to.equal('')
      const found = await system.rag.document({ id: 'plan' }, system.as('ada', { role: 'admin' }))
      expect(found.metadata).to.deep.equal({ year: 2026 })
    })

    it('gives an id to everybody’s own private document without telling of the others', async () => {
      const secret = (text: string) => ({ documents: [{ id: 'diary', text, private: true }] })
      await system.rag.ingest(secret('Ada buried gold.'), system.as('ada'))
      const bens = await system.rag.ingest(secret('Ben buried silver.'), system.as('ben'))
      const shared = await system.rag.ingest(
        { documents: [{ id: 'diary', text: 'Nobody buried tin.' }] },
        system.as('cyd'),
      )
      expect([bens, shared].map(({ documents: [only] }) => [only?.id, only?.status])).to.deep.equal([
        ['diary', 'indexed'],
        ['diary', 'indexed'],
      ])
      const textOf = async (userId: string) =>
        (await system.rag.document({ id: 'diary' }, system.as(userId))).chunks.map(({ content }) => content).join()
      expect(await Promise.all(['ada', 'ben', 'cyd'].map(textOf))).to.deep.equal([
        'Ada buried gold.',
        'Ben buried silver.',
        'Nobody buried tin.',
      ])
      await system.rag.deleteDocument({ id: 'diary' }, system.as('ben'))
      expect(await contents('buried', 'ada')).to.include('gold')
      expect(await contents('buried', 'ben')).to.equal('Nobody buried tin.')
    })

    it('does not let a document be overwritten by somebody who may not read it', async () => {
      const limited = { id: 'board', text: 'The board meets on Monday.', source: 'board.txt', allowed_roles: ['admin'] }
      await system.rag.ingest({ documents: [limited] }, system.as('ada', { role: 'admin' }))
      const byId = await system.rag.ingest({ documents: [{ id: 'board', text: 'Nonsense.' }] }, system.as('ben'))
      const byName = await system.rag.ingest({ files: [await file('board.txt', 'Nonsense.')] }, system.as('ben'))
      for (const { documents } of [byId, byName])
        expect(documents[0]).to.include({ status: 'failed', reason: 'not_permitted', id: '' })
      expect(await contents('board', 'ada', 'admin')).to.equal('The board meets on Monday.')
      for (const refused of [
        system.rag.document({ id: 'board' }, system.as('ben')),
        system.rag.deleteDocument({ id: 'board' }, system.as('ben')),
      ])
        expect((await refusal(refused)).code).to.equal('not_found')
      const { items } = await system.rag.listDocuments({}, system.as('ben'))
      const looked = await system.rag.lookup({ source: 'board.txt' }, system.as('ben'))
      expect([...items, ...looked.documents]).to.deep.equal([])
    })

    it('lets nobody remove what he may not read by an archive of its name', async () => {
      const archive = (members: Record<string, string>) => file('minutes.zip', zipOf(members))
      const boards = await archive({ 'may.md': '# May', 'june.md': '# June' })
      await system.rag.ingest({ files: [boards], allowed_roles: ['admin'] }, system.as('ada', { role: 'admin' }))
      const bens = await archive({ 'may.md': '# Nonsense', 'july.md': '# July' })
      const { documents } = await system.rag.ingest({ files: [bens] }, system.as('ben'))
      expect(documents.map(({ source, status }) => [source, status])).to.have.deep.members([
        ['minutes.zip/may.md', 'failed'],
        ['minutes.zip/july.md', 'indexed'],
      ])
      const { items } = await system.rag.listDocuments({}, system.as('ada', { role: 'admin' }))
      expect(items.map(({ source }) => source)).to.have.members([
        'minutes.zip/may.md',
        'minutes.zip/june.md',
        'minutes.zip/july.md',
      ])
    })

    it('says whom a document is kept from by a slip, and lets an administrator put it right', async () => {
      const warned = async (allowed_roles: string[]) => {
        const document = { id: 'minutes', text: 'The minutes of May.', allowed_roles }
        const { documents, message } = await system.rag.ingest(
          { documents: [document] },
          system.as('ada', { role: 'admin' }),
        )
        return { status: documents[0]?.status, warnings: documents[0]?.warnings ?? [], message }
      }
      const forNobody = await warned(['editor', 'guest'])
      expect(forNobody.status).to.equal('indexed')
      expect(forNobody.warnings).to.have.length(1)
      expect(forNobody.warnings[0]).to.match(
        /^Nobody can read it: .*"editor", "guest".*"admin", "user", "service_account"/,
      )
      expect(forNobody.message).to.equal('1 document: indexed. 1 with warnings.')
      const again = { documents: [{ id: 'minutes', text: 'Mine.' }] }
      const byAnybody = await system.rag.ingest(again, system.as('ben'))
      expect(byAnybody.documents[0]).to.include({ status: 'failed', reason: 'not_permitted' })
      expect(await warned(['admin', 'Editor'])).to.deep.include({
        status: 'updated',
        warnings: ['allowed_roles names "Editor"; the roles are "admin", "user", "service_account", "guest".'],
      })
      expect(await warned(['admin'])).to.deep.include({ status: 'updated', warnings: [] })
    })

    it('says in the outcome, while it goes on and afterwards, what of a file could not be read', async () => {
      const heard: unknown[] = []
      const files = [await file('broken.jsonl', '{"bird":"Ruff"}\n{"bird":\n{"bird":"Knot"}\n')]
      const emit = (_event: string, data: unknown) => heard.push(data)
      const { documents, job_id: id } = await system.rag.ingest({ files }, system.as('ada', { emit }))
      const warnings = ['Lines that are not valid JSON and were kept as they stand: 2.']
      expect(documents[0]).to.deep.include({ status: 'indexed', warnings })
      expect((await system.rag.job({ id }, system.as('ada'))).documents[0]).to.deep.include({ warnings })
      expect(JSON.stringify(heard.at(-1))).to.include(warnings[0])
      const deferred = await system.rag.ingest({ files, respond_async: true }, system.as('ben'))
      expect(deferred.documents[0]).to.include({ status: 'unchanged' })
    })

    it('replaces, of documents with one source, only one that the caller may replace', async () => {
      const admin = () => system.as('ada', { role: 'admin' })
      for (const [source, order] of [
        ['first.txt', ['board', 'staff']],
        ['second.txt', ['staff', 'board']],
      ] as const) {
        const limited = { id: `board ${source}`, source, text: 'The board meets.', allowed_roles: ['admin'] }
        const shared = { id: `staff ${source}`, source, text: 'The staff meets.' }
        for (const one of order) await system.rag.ingest({ documents: [one === 'board' ? limited : shared] }, admin())
        const { documents } = await system.rag.ingest(
          { documents: [{ source, text: 'Nobody meets.' }] },
          system.as('ben'),
        )
        expect(documents[0]).to.include({ id: `staff ${source}`, status: 'updated' })
        const textOf = async (id: string) => (await system.rag.document({ id }, admin())).chunks[0]?.content
        expect(await textOf(limited.id)).to.equal('The board meets.')
        expect(await textOf(shared.id)).to.equal('Nobody meets.')
      }
    })

    it('takes an archive apart, and forgets a member that is gone from it', async () => {
      const both = await file(
        'pack.zip',
        zipOf({ 'a.txt': 'Alders grow by water.', 'sub/b.txt': 'Birches are white.' }),
      )
      const { documents } = await system.rag.ingest({ files: [both] }, system.as('ada'))
      expect(documents.map(({ source }) => source)).to.deep.equal(['pack.zip/a.txt', 'pack.zip/sub/b.txt'])
      const one = await file('pack.zip', zipOf({ 'a.txt': 'Alders grow by water.' }))
      await system.rag.ingest({ files: [one] }, system.as('ada'))
      expect((await system.rag.status({}, system.as('ada'))).documents).to.equal(1)
      expect(await contents('birches')).not.to.include('Birches')
    })

    it('keeps of an archive what could only not be read this time, members of an archive within it too', async () => {
      const pack = (inner: Uint8Array | string) =>
        file('pack.zip', zipOf({ 'inner.zip': inner, 'c.txt': 'Cedars are green.' }))
      const whole = await pack(zipOf({ 'a.txt': 'Alders grow by water.', 'b.txt': 'Birches are white.' }))
      await system.rag.ingest({ files: [whole] }, system.as('ada'))
      const damaged = await system.rag.ingest({ files: [await pack('PK\u0003\u0004 and no more')] }, system.as('ada'))
      expect(damaged.documents.map(({ source, status }) => [source, status])).to.deep.include([
        'pack.zip/inner.zip',
        'failed',
      ])
      expect(await contents('birches')).to.include('Birches')
      await system.rag.ingest({ files: [await pack(zipOf({ 'a.txt': 'Alders grow.' }))] }, system.as('ada'))
      expect(await contents('birches')).not.to.include('Birches')
    })

    it('goes on after a restart with what it has accepted', async () => {
      const texts = Array.from({ length: 400 }, (_, i) => ({
        id: `n${i}`,
        text: `Note ${i} tells of newt number ${i}.`,
      }))
      const accepted = await system.rag.ingest({ documents: texts, respond_async: true }, system.as('ada'))
      expect(accepted.status).to.be.oneOf(['queued', 'running'])
      await system.stop()
      system = await openRag(environment)
      const job = await system.rag.job({ id: accepted.job_id }, system.as('ada', { emit: () => undefined }))
      expect(job).to.include({ status: 'done', total: 400, finished: 400, failed: 0 })
      expect((await system.rag.status({}, system.as('ada'))).documents).to.equal(400)
    })

    it('finishes what a caller sent who did not wait', async () => {
      const caller = new AbortController()
      const documents = Array.from({ length: 300 }, (_, i) => ({ id: `w${i}`, text: `Wren ${i} sings.` }))
      const left = system.rag.ingest(
        { documents },
        system.as('ada', { signal: caller.signal, emit: () => caller.abort() }),
      )
      expect((await refusal(left)).code).to.equal('cancelled')
      await until(async () => (await system.rag.status({}, system.as('ada'))).documents === 300, 20_000)
    })

    it('tells of progress, and ends with the whole', async () => {
      const heard: number[] = []
      const emit = (event: string, data: unknown) => {
        if (event === 'progress' && typeof data === 'object' && data !== null && 'finished' in data)
          heard.push(Number(data.finished))
      }
      const documents = Array.from({ length: 50 }, (_, i) => ({ text: `Teal ${i} dabbles.` }))
      await system.rag.ingest({ documents }, system.as('ada', { emit }))
      expect(heard.at(-1)).to.equal(50)
    })

    it('stops when told to; what is indexed stays, and nothing is left behind', async () => {
      const documents = Array.from({ length: 1_000 }, (_, i) => ({ id: `c${i}`, text: `Coot ${i} calls. `.repeat(50) }))
      const { job_id: id } = await system.rag.ingest({ documents, respond_async: true }, system.as('ada'))
      expect((await refusal(system.rag.cancelJob({ id }, system.as('ben')))).code).to.equal('not_found')
      const job = await system.rag.cancelJob({ id }, system.as('ada'))
      expect(job.status).to.equal('cancelled')
      const states = new Set(job.documents.map(({ status }) => status))
      expect(states.has('queued')).to.equal(false)
      const indexed = job.documents.filter(({ status }) => status === 'indexed').length
      expect((await system.rag.status({}, system.as('ada'))).documents).to.equal(indexed)
      expect(await rowsOf(environment, 'spooled')).to.equal(0)
    })

    it('reads no file of the server without a root, and none that a link leads to outside of it', async () => {
      const without = await refusal(system.rag.ingest({ file_paths: ['/etc/hostname'] }, system.as('ada')))
      expect([without.code, without.message]).to.deep.equal(['invalid', without.message])
      expect(without.message).to.include('INGEST_ROOT')
      await system.stop()
      const root = await temporaryFolder()
      await symlink('/etc', join(root.path, 'link'))
      await writeFile(join(root.path, 'in.txt'), 'Inside the root.')
      system = await openRag({ ...environment, INGEST_ROOT: root.path })
      const file_paths = ['in.txt', 'link/hostname', '../../etc/hostname', 'absent.txt', '.']
      const { documents } = await system.rag.ingest({ file_paths }, system.as('ada'))
      await root.remove()
      expect(documents.map(({ status }) => status)).to.deep.equal(['indexed', 'failed', 'failed', 'failed', 'failed'])
      expect(new Set(documents.slice(1).map(({ error }) => error)).size).to.equal(1)
    })

    it('refuses names and audiences that nobody could use', async () => {
      for (const document of [
        { id: 'private:ada:diary', text: 'x' },
        { text: 'x', allowed_roles: [] },
      ])
        expect((await refusal(system.rag.ingest({ documents: [document] }, system.as('ben')))).code).to.equal('invalid')
    })

    it('keeps and looks for what no database can keep, as far as it can', async () => {
      const half = String.fromCharCode(0xd800)
      const document = {
        text: 'Zebra finches.',
        title: 'ze\0bra',
        source: 'zoo/\0z',
        metadata: { 'k\0': [`v\0${half}`] },
      }
      const { documents } = await system.rag.ingest({ documents: [document] }, system.as('ada'))
      expect(documents[0]).to.include({ status: 'indexed', title: 'zebra', source: 'zoo/z' })
      const filter = { 'k\0': `v\0${half}` }
      expect((await system.rag.retrieve({ query: 'finches', filter }, system.as('ada'))).documents).to.have.length(1)
      expect((await system.rag.lookup({ source: 'zoo/\0z' }, system.as('ada'))).documents).to.have.length(1)
      expect((await system.rag.lookup({ title: 'ze\0bra' }, system.as('ada'))).documents).to.have.length(1)
    })

    it('refuses ids with control characters, and metadata too deep or too long to go with every passage', async () => {
      const nested = (levels: number): Record<string, unknown> => {
        let inner: Record<string, unknown> = {}
        for (let level = 1; level < levels; level++) inner = { inner }
        return inner
      }
      const refused = [
        { id: 'a\0b' },
        { metadata: nested(21) },
        { metadata: nested(20_000) },
        { metadata: { a: 'x'.repeat(100_000) } },
      ]
      for (const part of refused) {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a caller sends has no type
        const input = { documents: [{ text: 'x', ...part }] } as Parameters<typeof system.rag.ingest>[0]
        expect((await refusal(system.rag.ingest(input, system.as('ada')))).code).to.equal('invalid')
      }
    })

    it('puts on record who took in and who deleted what', async () => {
      await system.rag.ingest({ documents: [{ id: 'r', text: 'Rails creep.' }] }, system.as('ada'))
      await system.rag.deleteDocument({ id: 'r' }, system.as('ben'))
      const { items } = await system.rag.listAudit({}, system.as('root'))
      expect(items.map(({ action, username }) => [action, username])).to.deep.equal([
        ['document.deleted', 'ben'],
        ['documents.ingested', 'ada'],
      ])
    })
  })
}
