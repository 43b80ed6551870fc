import { expect } from 'chai'
import { workedMs } from './process-time.ts'

describe('process time', () => {
  it('is what a process has worked', function () {
    if (process.platform !== 'linux') this.skip()
    const before = workedMs(process.pid)
    const { user, system } = process.cpuUsage()
    expect(before).to.be.within((user + system) / 1_000 - 1_000, (user + system) / 1_000 + 20)
  })
})
