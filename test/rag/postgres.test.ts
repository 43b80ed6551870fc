import { expect } from 'chai'
import { until } from '../support/until.ts'
import { temporaryFolder } from '../support/folder.ts'
import { freshDatabase } from '../support/fresh-database.ts'
import { openRag } from '../support/rag.ts'
import { ragSuite } from '../support/rag-suite.ts'

ragSuite('rag on PostgreSQL', freshDatabase)

describe('rag in several replicas', function () {
  this.timeout(60_000)

  it('writes nothing more of a job that any replica has cancelled', async () => {
    const folder = await temporaryFolder()
    const { url, drop } = await freshDatabase()
    const open = (name: string) => openRag({ DATA_DIR: `${folder.path}/${name}`, STORAGE_URL: url })
    try {
      const replicas = [await open('one'), await open('two')]
      let indexed = 0
      for (const [round, { rag, as }] of [...replicas, ...replicas].entries()) {
        const documents = Array.from({ length: 400 }, (_, i) => ({
          id: `${round}-${i}`,
          text: `Coot ${i} of ${round} calls. `.repeat(60),
        }))
        const { job_id: id } = await rag.ingest({ documents, respond_async: true }, as('ada'))
        await until(async () => (await rag.job({ id }, as('ada'))).finished > 0, 20_000)
        for (const other of replicas) await other.rag.cancelJob({ id }, other.as('ada'))
        const job = await rag.job({ id }, as('ada'))
        indexed += job.documents.filter(({ status }) => status === 'indexed').length
      }
      await Promise.all(replicas.map(({ stop }) => stop()))
      const after = await open('three')
      expect((await after.rag.status({}, after.as('ada'))).documents).to.equal(indexed)
      await after.stop()
    } finally {
      await drop()
      await folder.remove()
    }
  })

  it('does each job once, whoever does it, and tells of it everywhere', async () => {
    const folder = await temporaryFolder()
    const { url, drop } = await freshDatabase()
    const open = (name: string) => openRag({ DATA_DIR: `${folder.path}/${name}`, STORAGE_URL: url })
    const replicas = [await open('one'), await open('two'), await open('three')]
    const [first, second] = replicas
    if (!first || !second) throw new Error('no replicas')
    try {
      const accepted = await Promise.all(
        Array.from({ length: 24 }, (_, job) => {
          const { rag, as } = replicas[job % replicas.length] ?? first
          const documents = Array.from({ length: 20 }, (_, i) => ({
            id: `${job}-${i}`,
            text: `Rook ${job} of ${i} caws.`,
          }))
          return rag.ingest({ documents, respond_async: true }, as('ada'))
        }),
      )
      const jobs = await Promise.all(
        accepted.map(({ job_id }) => second.rag.job({ id: job_id }, second.as('ada', { emit: () => undefined }))),
      )
      expect(new Set(jobs.map(({ status }) => status))).to.deep.equal(new Set(['done']))
      // Done twice, a document would be `unchanged` the second time.
      const states = new Set(jobs.flatMap(({ documents }) => documents.map(({ status }) => status)))
      expect(states).to.deep.equal(new Set(['indexed']))
      expect((await first.rag.status({}, first.as('ada'))).documents).to.equal(480)
    } finally {
      await Promise.all(replicas.map(({ stop }) => stop()))
      await drop()
      await folder.remove()
    }
  })
})
