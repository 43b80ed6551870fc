import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { openRecord } from './record.ts'

describe('record of what was ingested', () => {
  let home: string
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'ai-agent-record-'))
  })
  afterEach(() => rm(home, { recursive: true, force: true }))

  it('is kept a folder for itself, and outlives a line that a crash cut off', async () => {
    const record = await openRecord(home, '/a/docs')
    await record.add([
      { id: '1', source: 'docs/one.md' },
      { id: '2', source: 'docs/two.md' },
      { id: '', source: 'docs/failed.md' },
    ])
    const [name = ''] = await readdir(home)
    await appendFile(join(home, name), '["3","docs/th')
    await (await openRecord(home, '/a/docs')).add([{ id: '4', source: 'docs/four.md' }])
    await (await openRecord(home, '/b/docs')).add([{ id: '2', source: 'docs/two.md' }])
    const again = await openRecord(home, '/a/docs')
    expect([...again.documents.keys()]).to.deep.equal(['1', '2', '4'])
    expect([...(await again.elsewhere())]).to.deep.equal(['2'])
    await again.remove(new Set(['1']))
    expect([...(await openRecord(home, '/a/docs')).documents.keys()]).to.deep.equal(['2', '4'])
  })
})
