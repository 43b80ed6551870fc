import { expect } from 'chai'
import { lightFirst } from './light-first.ts'
import type { JobItem } from './request.ts'

const item = (ordinal: number, source: string, size = 100, kind: 'file' | 'text' = 'file'): JobItem => ({
  ordinal,
  size,
  fingerprint: '',
  outcomes: [],
  request: { kind, source, metadata: {}, allowedRoles: null, owner: null },
})

describe('items of a job', () => {
  it('are read in their order, but for those that need a process, which wait for the others', () => {
    const items = [
      item(0, 'slow.pdf'),
      item(1, 'b.md'),
      item(2, 'large.txt', 5_000_000),
      item(3, 'a.txt'),
      item(4, '', 20, 'text'),
      item(5, 'c.docx'),
    ]
    expect(lightFirst(items).map(({ ordinal }) => ordinal)).to.deep.equal([1, 3, 4, 0, 2, 5])
  })
})
