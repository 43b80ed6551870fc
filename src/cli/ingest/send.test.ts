import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { AppError } from '../../platform/errors.ts'
import { continueTrace } from '../../platform/tracing.ts'
import { createSender, type Receiver } from './send.ts'

describe('sending files', () => {
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ai-agent-send-'))
    await writeFile(join(folder, 'file.md'), '# One')
  })
  after(() => rm(folder, { recursive: true, force: true }))

  const files = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      kind: 'file' as const,
      filename: `${i}.md`,
      path: join(folder, 'file.md'),
      size: 5,
      stamp: '',
    }))

  /** Answers a batch when the next has come, the last at once, and notes how many there were at a time. */
  const receiver = (last: number, refuse: (first: string) => boolean = () => false) => {
    const seen = { underWay: 0, most: 0, batches: 0 }
    let nextCame = (): void => undefined
    const session: Receiver = {
      call: () => ({
        requestId: 'request',
        trace: continueTrace(),
        principal: null,
        token: null,
        client: { ip: '127.0.0.1', device: 'test' },
        signal: new AbortController().signal,
      }),
      clients: {
        rag: {
          ingest: async ({ files: sent = [] }) => {
            seen.batches++
            seen.most = Math.max(seen.most, ++seen.underWay)
            nextCame()
            const refused = refuse(sent[0]?.filename ?? '')
            if (!refused && seen.batches < last) await new Promise<void>((resolve) => (nextCame = resolve))
            seen.underWay--
            if (refused) throw new AppError('forbidden', 'No.')
            const documents = sent.map(({ filename }) => ({
              id: filename,
              title: filename,
              source: filename,
              status: 'indexed' as const,
              chunks: 1,
            }))
            return { message: '', job_id: '1', status: 'done', documents }
          },
          job: () => Promise.reject(new Error('Nothing was put off.')),
        },
      },
    }
    return { session, seen }
  }

  it('sends the next batch while one is under way, and tells of all in their order', async () => {
    const { session, seen } = receiver(4)
    const told: number[] = []
    const sources: string[] = []
    for await (const { files: batch, documents } of createSender(session, { role: [] })(files(1_700), (n) =>
      told.push(n),
    )) {
      expect(documents.map(({ source }) => source)).to.deep.equal(batch.map(({ filename }) => filename))
      sources.push(...documents.map(({ source }) => source))
    }
    expect(sources).to.deep.equal(files(1_700).map(({ filename }) => filename))
    expect(seen).to.deep.equal({ underWay: 0, most: 2, batches: 4 })
    expect(told.at(-1)).to.equal(1_700)
    expect(told).to.deep.equal([...told].sort((a, b) => a - b))
  })

  it('tells what came of the batches before one that was refused, and leaves none under way', async () => {
    const { session, seen } = receiver(3, (first) => first === '500.md')
    const sources: string[] = []
    let error: unknown
    try {
      for await (const { documents } of createSender(session, { role: [] })(files(1_400), () => undefined))
        sources.push(...documents.map(({ source }) => source))
    } catch (thrown) {
      error = thrown
    }
    expect(error).to.be.instanceOf(AppError)
    expect(sources).to.have.length(500)
    expect(seen.underWay).to.equal(0)
  })
})
