import { expect } from 'chai'
import { AppError } from '../../src/platform/errors.ts'
import { corpus } from './corpus/all.ts'
import { canary } from './fixture.ts'
import type { Shop } from './shop.ts'
import { bothLocks, engineAlone, mended, openPostgresShop, openSqliteShop, treeAlone } from './shop.ts'

const dialects = [
  { name: 'sqlite', open: () => openSqliteShop(), ...corpus.sqlite },
  { name: 'postgres', open: () => openPostgresShop('gate_locks'), ...corpus.postgres },
]

/** Which of the statements had their way. Anything but an `AppError` is a crash, and thrown. */
async function passed(statements: readonly string[], run: (sql: string) => unknown): Promise<string[]> {
  const through: string[] = []
  for (const sql of statements)
    try {
      await run(sql)
      through.push(sql.slice(0, 200))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      expect(error.message).not.to.contain(canary)
    }
  return through
}

describe('the corpus', () => {
  it('has at least 200 attacks and 250 honest queries', () => {
    const attacks = dialects.flatMap(({ attacks: classes }) => Object.values(classes).flat())
    expect(attacks.length).to.be.at.least(200)
    const honest = dialects.flatMap((dialect) => dialect.honest)
    expect(new Set(honest).size).to.be.at.least(250)
  })
})

for (const { name, open, attacks, honest } of dialects)
  describe(`the locks of ${name}`, function () {
    this.timeout(120_000)
    let shop: Shop
    let untouched: string

    before(async () => {
      shop = await open()
      untouched = await shop.fingerprint()
    })
    after(async () => {
      await shop.close()
    })

    for (const [kind, statements] of Object.entries(attacks)) {
      if (kind !== 'hangs')
        it(`stops ${kind} by the tree alone`, async () => {
          expect(await passed(statements, (sql) => treeAlone(shop, sql))).to.deep.equal([])
        })

      const own = kind === 'hangs' ? { timeoutMs: 600 } : {}
      it(`stops ${kind} by the engine alone`, async () => {
        expect(await passed(statements, (sql) => engineAlone(shop, sql, own))).to.deep.equal([])
        expect(await shop.fingerprint()).to.equal(untouched)
      })

      it(`stops ${kind} by both`, async () => {
        expect(await passed(statements, (sql) => bothLocks(shop, sql, own))).to.deep.equal([])
        expect(await shop.fingerprint()).to.equal(untouched)
      })
    }

    it('lets honest queries pass each lock alone and both', async () => {
      const refusals: string[] = []
      for (const sql of honest) {
        const ways = {
          tree: () => treeAlone(shop, sql),
          engine: () => engineAlone(shop, mended(shop, sql), { timeoutMs: 20_000 }),
          both: () => bothLocks(shop, sql, { timeoutMs: 20_000 }),
        }
        for (const [way, run] of Object.entries(ways))
          try {
            await run()
          } catch (error) {
            refusals.push(`${way}: ${String(error)} — ${sql.slice(0, 200)}`)
          }
      }
      expect(refusals).to.deep.equal([])
    })
  })
