import { expect } from 'chai'
import { AppError } from '../../src/platform/errors.ts'
import { createGate } from '../../src/modules/agent/sql/gate.ts'
import { parsePolicies } from '../../src/modules/agent/sql/policy/policies.ts'
import { corpus } from './corpus/all.ts'
import { probes } from './corpus/probes.ts'
import { createChance, generateQuery } from './generate.ts'
import type { Shop } from './shop.ts'
import { openPostgresShop, openSqliteShop } from './shop.ts'

const policies = parsePolicies(`
databases: { shop: { roles: { user: { tables: {
  secrets: hidden,
  customers: { columns: { tax_id: hidden, email: masked }, rows: "region = :region" },
  orders: { columns: { details: masked }, rows: "EXISTS (SELECT 1 FROM customers c WHERE c.id = customer_id AND c.region = :region)" },
  employees: { columns: { pay: hidden, boss_id: masked } } } } } } }`)
const caller = { userId: '1', username: 'ann', role: 'user', attributes: { region: 'north' } }

/** What the policy hides, and nothing else, is another after these; most of it such that a condition on it fails. */
const changes = [
  "UPDATE secrets SET secret = 'another'",
  "UPDATE customers SET tax_id = 'other ' || id, email = 'z' || (100 - id) || '@other.example'",
  "UPDATE orders SET amount = 0, status = 'hidden', placed = NULL WHERE customer_id NOT IN (SELECT id FROM customers WHERE region = 'north')",
  'UPDATE orders SET details = \'{"other": "x"}\'',
  "UPDATE customers SET name = 'Hidden ' || (50 - id), credit = 0, born = NULL WHERE region <> 'north'",
  "INSERT INTO customers (id, name, region, credit) VALUES (900, 'Hidden', 'south', -5), (901, '{', 'lost', 0)",
  'UPDATE employees SET pay = 0, boss_id = NULL',
]

const dialects = [
  { name: 'sqlite' as const, open: (_: string, more?: string[]) => openSqliteShop(more) },
  { name: 'postgres' as const, open: openPostgresShop },
]
/** What differs from one moment to the next whoever asks. */
const changing = /random|\bnow\b|current_|localtime|TABLESAMPLE/i

for (const { name, open } of dialects)
  describe(`what a policy hides on ${name}`, function () {
    this.timeout(120_000)
    const shops: Shop[] = []

    before(async () => {
      shops.push(await open('gate_before'), await open('gate_after', changes))
    })
    after(async () => {
      for (const shop of shops) await shop.close()
    })

    it('does not change any answer, nor any error, of who may not see it', async () => {
      const gates = shops.map(({ url }) => createGate({ databases: [{ name: 'shop', url }], policies }))
      const outcome = (gate: (typeof gates)[number] | undefined, sql: string) =>
        gate?.run({ database: 'shop', sql, caller }).then(
          ({ rows }) => rows.map((row) => JSON.stringify(row)).sort(),
          (error: unknown) => {
            if (!(error instanceof AppError)) throw error
            return error.message
          },
        )
      const chance = createChance(4)
      const generated = Array.from({ length: 300 }, () => generateQuery(chance))
      const told: unknown[] = []
      let answered = 0
      for (const sql of [...probes[name], ...corpus[name].honest, ...generated].filter(
        (each) => !changing.test(each),
      )) {
        const [one, other] = [await outcome(gates[0], sql), await outcome(gates[1], sql)]
        if (JSON.stringify(one) !== JSON.stringify(other)) told.push({ sql, one, other })
        if (Array.isArray(one)) answered++
      }
      for (const gate of gates) await gate.close()
      expect(told).to.deep.equal([])
      expect(answered).to.be.greaterThan(200)
    })
  })
