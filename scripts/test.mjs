// `npm test`: the quick checks, then the suites that need a real Redis and PostgreSQL. Words after it go to mocha instead:
// `npm test -- test/contract/auth.test.ts` runs that alone. With --coverage, lines are counted over all suites.
import { spawnSync } from 'node:child_process'
import { startServices } from './services.mjs'

const coverage = process.argv.includes('--coverage')
const chosen = process.argv.slice(2).filter((word) => word !== '--coverage')
const services = await startServices()
const env = { ...process.env, ...services.environment }
let failed = false
const run = (command, ...words) => {
  const { status } = spawnSync(command, words, { stdio: 'inherit', env })
  failed ||= status !== 0
}

try {
  if (coverage)
    run(
      'npx',
      'c8',
      '--include=src/**',
      '--exclude=**/*.test.ts',
      '--reporter=text-summary',
      '--reporter=html',
      'mocha',
      'src/**/*.test.ts',
      'test/**/*.test.ts',
    )
  else if (chosen.length > 0) run('npx', 'mocha', '--reporter', 'spec', ...chosen)
  else {
    run('npm', 'run', '--silent', 'check')
    run('npx', 'mocha', '--reporter', 'spec', 'test/**/*.test.ts')
  }
} finally {
  services.stop()
}
process.exit(failed ? 1 : 0)
