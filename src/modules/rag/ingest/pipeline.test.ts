import { expect } from 'chai'
import { silentLog } from '../../../platform/log.ts'
import { chunkSizesOf } from '../chunkers/index.ts'
import { createPipeline } from './pipeline.ts'
import { planRefusal } from './plan.ts'
import type { Job, JobItem } from './request.ts'

const item = (ordinal: number, source: string): JobItem => ({
  ordinal,
  size: 10,
  fingerprint: '',
  outcomes: [],
  request: { kind: 'file', source, metadata: {}, allowedRoles: null, owner: null },
})
const job: Job = {
  id: 'j',
  userId: 'u',
  role: 'user',
  state: 'running',
  stage: 'parsing',
  attempts: 0,
  createdAt: '',
  updatedAt: '',
}

describe('pipeline', () => {
  it('comes back to files that take long when no other is left', async () => {
    const items = ['slower.pdf', 'slow.pdf', 'b.pdf', 'c.pdf', 'd.pdf'].map((source, ordinal) => item(ordinal, source))
    const events: string[] = []
    const turnsOf = (name: string): number => (name === 'slower.pdf' ? 2 : name === 'slow.pdf' ? 1 : 0)
    const pipeline = createPipeline({
      tables: { jobs: { waiting: () => Promise.resolve(items), endItems: () => Promise.resolve() } },
      write: (ready) => {
        events.push(...ready.map(({ request }) => request.source))
        return Promise.resolve()
      },
      reading: {
        folder: '',
        settings: { sizes: chunkSizesOf(1_000), hashes: false },
        jobs: { async *content() {}, contents: () => Promise.resolve(new Map()) },
        pool: {
          parse: () => Promise.reject(new Error('not asked for')),
          plan: ({ filename = '' }, { request }, _, turn) =>
            Promise.resolve(turn < turnsOf(filename) ? undefined : planRefusal(request, 'no_text', '')),
          close: () => Promise.resolve(),
        },
      },
      width: 2,
      log: silentLog,
    })
    const heard = { changed: () => undefined, slowed: () => void events.push('slowed') }
    await pipeline.run(job, new AbortController().signal, heard)
    const at = events.indexOf('slowed')
    expect(events.slice(0, at)).to.have.members(['b.pdf', 'c.pdf', 'd.pdf'])
    expect(events.slice(at + 1).filter((event) => event !== 'slowed')).to.deep.equal(['slow.pdf', 'slower.pdf'])
  })
})
