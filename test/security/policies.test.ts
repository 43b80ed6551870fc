import { expect } from 'chai'
import { AppError } from '../../src/platform/errors.ts'
import { createGate } from '../../src/modules/agent/sql/gate.ts'
import type { Policies } from '../../src/modules/agent/sql/policy/policies.ts'
import { parsePolicies } from '../../src/modules/agent/sql/policy/policies.ts'
import type { Cell } from '../../src/modules/agent/sql/result.ts'
import { stringify } from 'yaml'
import type { GeneratedPolicy } from './generate.ts'
import { createChance, generateAttributes, generatePolicy, generateQuery } from './generate.ts'
import type { Reference } from './reference.ts'
import { postgresReference, sqliteReference } from './reference.ts'
import type { Shop } from './shop.ts'
import { openPostgresShop, openSqliteShop } from './shop.ts'

const rounds = 40
const queriesARound = 25

interface Dialect {
  name: string
  open: () => Promise<Shop>
  refer: (shop: Shop, policy: GeneratedPolicy, who: Record<string, unknown>) => Promise<Reference>
}

const dialects: Dialect[] = [
  {
    name: 'sqlite',
    open: () => openSqliteShop(),
    refer: (shop, policy, who) => Promise.resolve(sqliteReference(shop.url, policy, who)),
  },
  {
    name: 'postgres',
    open: () => openPostgresShop('gate_policies'),
    refer: (shop, policy, who) => postgresReference(shop.url, policy, who),
  },
]

/** As the admin would write it. */
const policiesOf = (policy: GeneratedPolicy): Policies =>
  parsePolicies(stringify({ databases: { shop: { roles: { user: { tables: policy } } } } }))

const sorted = (rows: Cell[][]) => rows.map((row) => JSON.stringify(row)).sort()

for (const { name, open, refer } of dialects)
  describe(`policies on ${name}`, function () {
    this.timeout(120_000)
    let shop: Shop

    before(async () => {
      shop = await open()
    })
    after(() => shop.close())

    it('give the same as policy-filtered views, whatever the user, the policy and the query', async () => {
      const chance = createChance(20_261_122)
      const gate = createGate({ databases: [{ name: 'shop', url: shop.url }] })
      let answered = 0
      let refusedCount = 0
      for (let round = 0; round < rounds; round++) {
        const policy = generatePolicy(chance)
        const attributes = generateAttributes(chance)
        const caller = { userId: 'u1', username: 'Employee 3', role: 'user', attributes }
        gate.usePolicies(policiesOf(policy))
        const reference = await refer(shop, policy, { ...attributes, username: caller.username })
        for (let count = 0; count < queriesARound; count++) {
          const sql = generateQuery(chance)
          const expected = await reference.run(sql)
          const given = await gate.run({ database: 'shop', sql, caller }).then(
            ({ rows }) => rows,
            (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
          )
          const situation = `${sql}\npolicy ${JSON.stringify(policy)}\nattributes ${JSON.stringify(attributes)}`
          if (expected === undefined) {
            refusedCount++
            expect(given, situation).to.be.instanceOf(AppError)
          } else {
            if (given instanceof Error) throw new Error(`${given.message}\n${situation}`)
            answered++
            expect(sorted(given), situation).to.deep.equal(sorted(expected))
          }
        }
        await reference.close()
      }
      await gate.close()
      expect(answered).to.be.greaterThan((rounds * queriesARound) / 4)
      expect(refusedCount).to.be.greaterThan(20)
    })
  })
