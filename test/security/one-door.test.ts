import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect } from 'chai'

const root = join(import.meta.dirname, '../..')

/** Where a driver may be imported, and why. */
const doors: Record<string, string[]> = {
  'better-sqlite3': ['src/modules/agent/sql/sqlite/', 'src/platform/', 'src/demo/', 'src/modules/rag/stores/'],
  pg: ['src/modules/agent/sql/postgres/', 'src/platform/', 'src/demo/', 'src/modules/rag/stores/'],
  'node:sqlite': [],
  'pg-cursor': [],
  mysql2: [],
}
/** What runs statements on users' databases; only the gate's own folder may reach for it. */
const insides = /(?:^|\/)sql\/(?:sqlite\/|postgres\/|index\.ts|connected\.ts)/

const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
  .map((path) => ({
    path: relative(root, join(root, 'src', path)),
    text: readFileSync(join(root, 'src', path), 'utf8'),
  }))

const importsOf = (text: string) =>
  [...text.matchAll(/(?:\bfrom|\bimport|\bimport\(|\brequire\()\s*['"]([^'"]+)['"]/g)].map(([, name]) => name ?? '')

describe('the one door to users’ databases', () => {
  for (const [driver, allowed] of Object.entries(doors))
    it(`lets nobody else import ${driver}`, () => {
      const users = sources.filter(({ text }) => importsOf(text).includes(driver)).map(({ path }) => path)
      expect(users.filter((path) => !allowed.some((folder) => path.startsWith(folder)))).to.deep.equal([])
    })

  it('lets nobody past the gate to its executors', () => {
    const strangers = sources.filter(
      ({ path, text }) =>
        !path.startsWith('src/modules/agent/sql/') && importsOf(text).some((name) => insides.test(name)),
    )
    expect(strangers.map(({ path }) => path)).to.deep.equal([])
  })

  it('is the only place that reads a database URL of a user', () => {
    const openers = sources.filter(
      ({ path, text }) =>
        !path.startsWith('src/modules/agent/sql/') &&
        /\b(?:createSqliteExecutor|createPostgresExecutor|openExecutor|openConnection)\b/.test(text),
    )
    expect(openers.map(({ path }) => path)).to.deep.equal([])
  })
})
