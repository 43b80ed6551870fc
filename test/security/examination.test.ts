import { expect } from 'chai'
import { createGate } from '../../src/modules/agent/sql/gate.ts'
import { parsePolicies } from '../../src/modules/agent/sql/policy/policies.ts'
import { openPostgresShop, openSqliteShop } from './shop.ts'

const dialects = [
  { name: 'sqlite', open: () => openSqliteShop() },
  { name: 'postgres', open: () => openPostgresShop('gate_examination') },
]
const right = `
  customers: { columns: { email: masked }, rows: "region = :region AND credit > :least" }
  orders: { rows: "customer_id IN (SELECT id FROM customers WHERE region IN (:regions)) OR id = :user_id" }
  '"Größen"': visible
  employees: { rows: "boss_id IS NOT NULL AND coalesce(department, '') <> ':no'" }
  Größen: { rows: "\\"Mixed Case\\" > 2 -- :nothing" }`
const wrong = `
  customers: { rows: "regoin = :region" }
  orders: { rows: "amount >" }
  products: { rows: "id IN (SELECT id FROM product)" }
  employees: { rows: "hidden_setting('x') = 1" }`

for (const { name, open } of dialects)
  it(`examines the conditions of a policy on ${name} as it would run them`, async function () {
    this.timeout(30_000)
    const shop = await open()
    const gate = createGate({ databases: [{ name: 'shop', url: shop.url }] })
    const placesOf = async (tables: string) => {
      const yaml = `databases: { shop: { roles: { user: { tables: {${tables.trim().split('\n').join(',')}} } } } }`
      const faults = await gate.examinePolicy('shop', parsePolicies(yaml).databases['shop'])
      return faults.map(({ path }) => path.replace('roles.user.tables.', ''))
    }
    expect(await placesOf(right)).to.deep.equal(['"Größen"'])
    expect(await placesOf(wrong)).to.deep.equal(
      ['customers', 'orders', 'products', 'employees'].map((each) => `${each}.rows`),
    )
    await gate.close()
    await shop.close()
  })
