import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { temporaryFolder } from '../support/folder.ts'
import { enter } from '../support/people.ts'
import { refusal } from '../support/refusal.ts'
import type { TestSystem, Visitor } from '../support/system.ts'
import { forEachTopology } from '../support/topologies.ts'

forEachTopology('contract rag', (topology) => {
  let system: TestSystem
  let folder: { path: string; remove: () => Promise<void> }
  let ada: Visitor
  let ben: Visitor
  before(async () => {
    folder = await temporaryFolder()
    system = await topology.open({ INGEST_ROOT: folder.path })
    ada = await enter(system, 'ada')
    ben = await enter(system, 'ben')
  })
  after(async () => {
    await system?.stop()
    await folder?.remove()
  })

  const lighthouse =
    'The lighthouse at Skerryvore was first lit in 1844.\n\nIts tower is 48 metres high and built of granite.'

  it('ingests a text, finds it by its words, and answers with a citation that holds', async () => {
    const { documents } = await ada.clients.rag.ingest(
      { documents: [{ id: 'skerryvore', title: 'Skerryvore', text: lighthouse }] },
      ada.call(),
    )
    expect(documents).to.deep.include({ ...documents[0], id: 'skerryvore', status: 'indexed' })
    const found = await ben.clients.rag.retrieve({ query: 'When was the lighthouse lit?' }, ben.call())
    expect(found.documents[0]?.document_id).to.equal('skerryvore')
    const answer = await ben.clients.rag.query(
      { query: 'When was the lighthouse at Skerryvore first lit?' },
      ben.call(),
    )
    expect(answer.grounded).to.equal(true)
    expect(answer.response).to.include('1844')
    for (const { quote, start, end } of answer.citations) expect(lighthouse.slice(start, end)).to.equal(quote)
  })

  it('changes nothing for the same content, and replaces what has changed', async () => {
    const document = { id: 'note', title: 'Note', text: 'The archive opens at nine.' }
    await ada.clients.rag.ingest({ documents: [document] }, ada.call())
    const again = await ada.clients.rag.ingest({ documents: [document] }, ada.call())
    expect(again.documents[0]?.status).to.equal('unchanged')
    const changed = await ada.clients.rag.ingest(
      { documents: [{ ...document, text: 'The archive opens at eleven.' }] },
      ada.call(),
    )
    expect(changed.documents[0]?.status).to.equal('updated')
    const found = await ada.clients.rag.retrieve({ query: 'archive opens' }, ada.call())
    const contents = found.documents.filter((hit) => hit.document_id === 'note').map((hit) => hit.content)
    expect(contents.join()).to.include('eleven').and.not.include('nine')
  })

  it('takes files by upload, and one bad file does not cost the others', async () => {
    const good = join(folder.path, 'good.md')
    const bad = join(folder.path, 'bad.pdf')
    await writeFile(good, '# Ferries\n\nThe ferry to Tiree leaves from Oban.')
    await writeFile(bad, '%PDF-1.7 this is no PDF at all')
    const { documents } = await ada.clients.rag.ingest(
      { files: [good, bad].map((path) => ({ filename: path.split('/').at(-1) ?? '', path })) },
      ada.call(),
    )
    expect(documents.map((document) => document.status)).to.deep.equal(['indexed', 'failed'])
    expect(documents[1]?.error).to.be.a('string')
    const found = await ada.clients.rag.retrieve({ query: 'ferry Tiree' }, ada.call())
    expect(found.documents[0]?.source).to.equal('good.md')
    expect(found.documents[0]?.section).to.equal('Ferries')
  })

  it('reads files of the server under INGEST_ROOT and none besides', async () => {
    const inside = join(folder.path, 'inside.txt')
    await writeFile(inside, 'Puffins nest on Staffa.')
    const { documents } = await ada.clients.rag.ingest({ file_paths: [inside] }, ada.call())
    expect(documents[0]?.status).to.equal('indexed')
    for (const path of ['/etc/passwd', join(folder.path, '../../etc/passwd')]) {
      const answer = await ada.clients.rag.ingest({ file_paths: [path] }, ada.call()).then(
        ({ documents: [only] }) => only?.status,
        (error: unknown) => (error instanceof Error ? 'failed' : 'unknown'),
      )
      expect(answer, path).to.equal('failed')
    }
    const leaked = await ada.clients.rag.retrieve({ query: 'root bin bash nologin' }, ada.call())
    expect(leaked.documents.map((hit) => hit.content).join()).not.to.include('/bin/')
  })

  it('shows private documents to nobody else, in no way', async () => {
    await ada.clients.rag.ingest(
      { documents: [{ id: 'diary', title: 'Diary', text: 'The treasure lies under the old oak.', private: true }] },
      ada.call(),
    )
    const mine = await ada.clients.rag.retrieve({ query: 'treasure old oak' }, ada.call())
    expect(mine.documents.map((hit) => hit.document_id)).to.include('diary')
    const his = await ben.clients.rag.retrieve({ query: 'treasure old oak' }, ben.call())
    expect(his.documents.map((hit) => hit.document_id)).not.to.include('diary')
    expect((await refusal(ben.clients.rag.document({ id: 'diary' }, ben.call()))).code).to.equal('not_found')
    expect((await refusal(ben.clients.rag.deleteDocument({ id: 'diary' }, ben.call()))).code).to.equal('not_found')
    const { documents } = await ben.clients.rag.lookup({ id: 'diary' }, ben.call())
    expect(documents).to.deep.equal([])
  })

  it('says that it does not know instead of inventing', async () => {
    const answer = await ada.clients.rag.query({ query: 'What is the airspeed of an unladen swallow?' }, ada.call())
    expect(answer.grounded).to.equal(false)
    expect(answer.citations).to.deep.equal([])
  })

  it('forgets a deleted document at once', async () => {
    await ada.clients.rag.ingest(
      { documents: [{ id: 'gone', title: 'Gone', text: 'Zanzibar cloves are fragrant.' }] },
      ada.call(),
    )
    await ada.clients.rag.deleteDocument({ id: 'gone' }, ada.call())
    const found = await ada.clients.rag.retrieve({ query: 'Zanzibar cloves' }, ada.call())
    expect(found.documents.map((hit) => hit.document_id)).not.to.include('gone')
    expect((await refusal(ada.clients.rag.document({ id: 'gone' }, ada.call()))).code).to.equal('not_found')
  })

  it('finds and forgets documents whose ids are addresses', async () => {
    for (const id of ['https://example.org/a/b?c=d#e', 'a\\b', 'a/b%20c']) {
      await ada.clients.rag.ingest({ documents: [{ id, text: `Shearwaters know ${id}.` }] }, ada.call())
      expect((await ada.clients.rag.document({ id }, ada.call())).id).to.equal(id)
      await ada.clients.rag.deleteDocument({ id }, ada.call())
      expect((await refusal(ada.clients.rag.document({ id }, ada.call()))).code).to.equal('not_found')
    }
  })

  it('answers at once with a job when asked to, and the job ends', async () => {
    const accepted = await ada.clients.rag.ingest(
      { documents: [{ text: 'Gannets dive from thirty metres.' }], respond_async: true },
      ada.call(),
    )
    const heard: string[] = []
    const job = await ada.clients.rag.job({ id: accepted.job_id }, ada.call({ emit: (event) => heard.push(event) }))
    expect(job.status).to.equal('done')
    expect(job.documents[0]?.status).to.equal('indexed')
    const found = await ada.clients.rag.retrieve({ query: 'gannets dive' }, ada.call())
    expect(found.documents[0]?.content).to.include('Gannets')
  })

  it('lists what there is, page by page, and counts it', async () => {
    const first = await ada.clients.rag.listDocuments({ limit: 2 }, ada.call())
    expect(first.items).to.have.length(2)
    const second = await ada.clients.rag.listDocuments({ limit: 2, cursor: first.next_cursor ?? '' }, ada.call())
    expect(second.items.map((item) => item.id)).not.to.include.members(first.items.map((item) => item.id))
    const status = await ada.clients.rag.status({}, ada.call())
    expect(status.documents).to.be.greaterThan(3)
    expect(status.embedding.provider).to.equal('none')
  })
})
