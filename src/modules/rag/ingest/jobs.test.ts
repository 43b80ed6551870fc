import { expect } from 'chai'
import { temporaryFolder } from '../../../../test/support/folder.ts'
import { until } from '../../../../test/support/until.ts'
import { systemClock } from '../../../platform/clock.ts'
import { openDatabase } from '../../../platform/db/connect.ts'
import { parseStorageUrl } from '../../../platform/db/dialect.ts'
import { silentLog } from '../../../platform/log.ts'
import { ragMigrations } from '../migrations/index.ts'
import { createJobTables } from './job-tables.ts'
import { createJobs } from './jobs.ts'

describe('jobs that nobody waits for', () => {
  it('are worked on beside those of which only slow files are left', async () => {
    const folder = await temporaryFolder()
    const database = await openDatabase(parseStorageUrl(`sqlite:${folder.path}`), 'rag', ragMigrations)
    const tables = createJobTables(database, systemClock)
    const ids = Array.from({ length: 6 }, (_, index) => `job-${index}`)
    for (const id of ids) {
      await tables.begin({ id, userId: 'u', role: 'user' }, { owner: 'nobody', until: 0 })
      await tables.move(id, { state: 'queued', stage: 'queued' })
    }
    const begun = new Set<string>()
    const jobs = createJobs({
      tables,
      clock: systemClock,
      log: silentLog,
      pipeline: {
        run: (job, signal, { slowed }) => {
          begun.add(job.id)
          slowed()
          return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))))
        },
      },
    })
    jobs.look()
    await until(() => begun.size === ids.length, 30_000)
    expect([...begun]).to.have.members(ids)
    await jobs.close()
    await database.close()
    await folder.remove()
  }).timeout(60_000)
})
