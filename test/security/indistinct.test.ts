import { expect } from 'chai'
import { AppError } from '../../src/platform/errors.ts'
import type { Gate } from '../../src/modules/agent/sql/gate.ts'
import { createGate } from '../../src/modules/agent/sql/gate.ts'
import { parsePolicies } from '../../src/modules/agent/sql/policy/policies.ts'
import type { Shop } from './shop.ts'
import { openPostgresShop, openSqliteShop } from './shop.ts'

const policies = parsePolicies(`
databases: { shop: { roles: { user: { tables: {
  secrets: hidden,
  customers: { columns: { tax_id: hidden, email: masked }, rows: "region = :region" } } } } } }`)
const caller = { userId: '1', username: 'ann', role: 'user', attributes: { region: 'north' } }

/** Of the same length as the hidden names, and like no other name. */
const pairs = { column: ['tax_id', 'qzxj_w'], table: ['secrets', 'qzxjwvk'] } as const

const shared = {
  column: `
SELECT NAME FROM customers
SELECT c.NAME FROM customers c
SELECT customers.NAME FROM customers
SELECT "NAME" FROM customers
SELECT id FROM customers WHERE NAME = 'x'
SELECT id FROM customers WHERE NAME IS NULL OR 1 = 1
SELECT id FROM customers ORDER BY NAME
SELECT count(*) FROM customers GROUP BY NAME
SELECT count(NAME) FROM customers
SELECT count(*) FROM customers HAVING max(NAME) > ''
SELECT row_number() OVER (ORDER BY NAME) FROM customers
SELECT sum(id) OVER (PARTITION BY c.NAME) FROM customers c
SELECT count(*) FILTER (WHERE NAME LIKE 'a%') FROM customers
SELECT o.id FROM orders o JOIN customers c ON c.NAME = o.status
SELECT o.id FROM orders o JOIN customers c USING (NAME)
SELECT id FROM orders o WHERE EXISTS (SELECT 1 FROM customers c WHERE c.NAME = o.status)
SELECT id FROM orders WHERE status IN (SELECT NAME FROM customers)
SELECT (SELECT max(NAME) FROM customers)
SELECT x.NAME FROM (SELECT * FROM customers) x
WITH x AS (SELECT * FROM customers) SELECT NAME FROM x
WITH RECURSIVE x(a) AS (SELECT NAME FROM customers UNION SELECT a FROM x) SELECT * FROM x
SELECT id FROM customers UNION SELECT NAME FROM customers
SELECT CASE WHEN NAME > 'a' THEN 1 END FROM customers
SELECT coalesce(NAME, 'x') FROM customers
SELECT * FROM customers NATURAL JOIN (SELECT 'canary' AS NAME) x WHERE customers.NAME = 'x'
`,
  table: `
SELECT * FROM NAME
SELECT count(*) FROM NAME
SELECT n.* FROM NAME n
SELECT NAME.* FROM customers
SELECT * FROM customers, NAME
SELECT * FROM customers WHERE id IN (SELECT id FROM NAME)
SELECT * FROM customers WHERE EXISTS (SELECT 1 FROM NAME)
SELECT (SELECT max(id) FROM NAME)
WITH x AS (SELECT * FROM NAME) SELECT * FROM x
WITH x AS (SELECT 1) SELECT * FROM x JOIN NAME ON 1 = 1
SELECT id FROM customers UNION ALL SELECT id FROM NAME
SELECT 1 FROM customers ORDER BY (SELECT count(*) FROM NAME)
SELECT NAME FROM customers
SELECT NAME.id FROM customers
SELECT * FROM other.NAME
SELECT id FROM NAME WHERE 1 / 0 = 1
`,
}
const own = {
  sqlite: {
    column: `
SELECT main.customers.NAME FROM main.customers
SELECT [NAME], \`NAME\` FROM customers
SELECT * FROM customers WHERE NAME MATCH 'x'
SELECT id FROM customers WHERE (NAME, id) IN (VALUES ('x', 1))`,
    table: `
SELECT * FROM main.NAME
SELECT * FROM temp.NAME
SELECT * FROM customers WHERE id IN NAME
SELECT * FROM NAME NOT INDEXED
SELECT * FROM NAME('x')`,
  },
  postgres: {
    column: `
SELECT public.customers.NAME FROM public.customers
SELECT c.NAME FROM public.customers c
SELECT (c).NAME FROM customers c
SELECT (c.*).NAME FROM customers c
SELECT (SELECT c FROM customers c LIMIT 1).NAME
SELECT NAME(c) FROM customers c
SELECT c.NAME[1] FROM customers c
SELECT DISTINCT ON (NAME) id FROM customers
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY NAME) FROM customers
SELECT x FROM customers c, LATERAL (SELECT c.NAME) AS t(x)
SELECT count(*) FROM customers GROUP BY GROUPING SETS ((NAME), ())
SELECT string_agg(NAME, ',') FROM ONLY customers`,
    table: `
TABLE NAME
SELECT * FROM public.NAME
SELECT * FROM ONLY NAME
SELECT 'NAME'::regclass
SELECT NULL::NAME
SELECT to_regclass('NAME')
SELECT jsonb_populate_record(NULL::NAME, '{}')
SELECT has_table_privilege('NAME', 'SELECT')
SELECT * FROM NAME TABLESAMPLE BERNOULLI (1)`,
  },
}
const dialects = [
  { name: 'sqlite' as const, open: () => openSqliteShop() },
  { name: 'postgres' as const, open: () => openPostgresShop('gate_indistinct') },
]

for (const { name, open } of dialects)
  describe(`hidden names on ${name}`, function () {
    this.timeout(60_000)
    let shop: Shop
    let gate: Gate

    before(async () => {
      shop = await open()
      gate = createGate({ databases: [{ name: 'shop', url: shop.url }], policies })
    })
    after(async () => {
      await gate.close()
      await shop.close()
    })

    /** How a statement ends, with the name itself left out. */
    const outcome = (template: string, word: string) =>
      gate.run({ database: 'shop', sql: template.replaceAll('NAME', word), caller }).then(
        ({ rows }) => ({ rows }),
        (error: unknown) => {
          if (!(error instanceof AppError)) throw error
          return { reason: error.details.reason, message: error.message.replaceAll(word, 'NAME') }
        },
      )

    for (const kind of ['column', 'table'] as const)
      it(`of a ${kind} get the answer that unknown ones get`, async () => {
        const templates = `${shared[kind]}${own[name][kind]}`.split('\n').filter(Boolean)
        const told: unknown[] = []
        for (const template of templates) {
          const hidden = await outcome(template, pairs[kind][0])
          const unknown = await outcome(template, pairs[kind][1])
          if (!('message' in hidden) || JSON.stringify(hidden) !== JSON.stringify(unknown))
            told.push({ template, hidden, unknown })
        }
        expect(told).to.deep.equal([])
      })
  })
