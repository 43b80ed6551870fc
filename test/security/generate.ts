/** A reproducible source of chance (mulberry32). */
export function createChance(seed: number) {
  let state = seed
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (most: number) => Math.floor(next() * most)
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[below(items.length)]
    if (item === undefined) throw new Error('Nothing to pick from.')
    return item
  }
  return { below, pick, happens: (share: number) => next() < share }
}

export type Chance = ReturnType<typeof createChance>

/** The columns of the fixture's tables that generated queries use. */
export const columnsOf: Record<string, string[]> = {
  customers: ['id', 'name', 'email', 'tax_id', 'region', 'credit'],
  orders: ['id', 'customer_id', 'amount', 'status'],
  products: ['id', 'name', 'price'],
  employees: ['id', 'name', 'boss_id', 'department', 'pay'],
  order_items: ['order_id', 'product_id', 'quantity'],
  big_orders: ['id', 'customer_id', 'amount'],
}
const tableNames = Object.keys(columnsOf)

const predicates: Record<string, string[]> = {
  customers: ['region = :region', 'region IN (:regions)', 'credit > :least AND region IS NOT NULL', 'id % 2 = 0'],
  orders: ['customer_id IN (SELECT id FROM customers WHERE region = :region)', 'amount > :least', "status <> 'open'", 'customer_id = :customer'],
  products: ['price < :least', 'id IN (:ids)'],
  employees: ['department = :department', "name = :username OR department = 'sales'", 'boss_id IS NOT NULL AND (pay < 9000)'],
  order_items: ['quantity > 1', 'order_id IN (SELECT id FROM orders WHERE amount > :least)'],
} // prettier-ignore

export interface GeneratedRule {
  columns: Record<string, 'masked' | 'hidden'>
  rows?: string
}
export type GeneratedPolicy = Record<string, 'hidden' | GeneratedRule>

/** A policy for one role: some tables hidden, some with fewer columns, some with fewer rows. */
export function generatePolicy(chance: Chance): GeneratedPolicy {
  const policy: GeneratedPolicy = {}
  for (const table of tableNames.filter((name) => name !== 'big_orders')) {
    if (chance.happens(0.3)) continue
    if (chance.happens(0.15)) {
      policy[table] = 'hidden'
      continue
    }
    const columns: GeneratedRule['columns'] = {}
    for (const column of columnsOf[table] ?? [])
      if (column !== 'id' && chance.happens(0.2)) columns[column] = chance.pick(['masked', 'hidden'] as const)
    policy[table] = { columns, ...(chance.happens(0.6) && { rows: chance.pick(predicates[table] ?? []) }) }
  }
  return policy
}

/** A user's attributes, some of them missing, some with quotes in them. */
export function generateAttributes(chance: Chance): Record<string, unknown> {
  const all: Record<string, unknown> = {
    region: chance.pick(['north', 'south', "north' OR '1'='1", 'nowhere']),
    regions: chance.pick([['north', 'east'], ['south'], []]),
    least: chance.pick([20, 100, 250.5]),
    customer: chance.below(40),
    ids: [1, 2, 5],
    department: chance.pick(['sales', 'stores', '"; DROP TABLE x; --']),
  }
  return Object.fromEntries(Object.entries(all).filter(() => chance.happens(0.85)))
}

/** A query over tables that may be hidden, in one of many shapes. */
export function generateQuery(chance: Chance): string {
  const from = (name: string) => chance.pick([name, name, `(SELECT * FROM ${name})`])
  const one = chance.pick(tableNames)
  const other = chance.pick(tableNames)
  const column = (table: string) => chance.pick(columnsOf[table] ?? [])
  const where = (alias: string, table: string) =>
    chance.pick([
      '',
      ` WHERE ${alias}.${column(table)} IS NOT NULL`,
      ` WHERE ${alias}.${column(table)} = '***'`,
      ` WHERE ${alias}.id > 3`,
    ])
  const shapes = [
    () => `SELECT * FROM ${one}`,
    () => `SELECT ${column(one)} FROM ${one} t${where('t', one)}`,
    () => `SELECT t.${column(one)}, t.${column(one)} FROM ${from(one)} t${where('t', one)}`,
    () => `SELECT count(*) FROM ${one}`,
    () => `SELECT ${column(one)} AS k, count(*), count(DISTINCT ${column(one)}) FROM ${one} GROUP BY 1`,
    () => `SELECT a.${column(one)}, b.${column(other)} FROM ${from(one)} a JOIN ${from(other)} b ON a.id = b.id`,
    () => `SELECT count(*) FROM ${one} a LEFT JOIN ${other} b ON a.id = b.${column(other)} WHERE b.id IS NULL`,
    () => `SELECT ${column(one)} FROM ${one} UNION SELECT ${column(one)} FROM ${one}`,
    () => `SELECT ${column(one)} FROM ${one} UNION ALL SELECT ${column(one)} FROM ${one} WHERE id < 5`,
    () => `SELECT t.id FROM ${one} t WHERE EXISTS (SELECT 1 FROM ${other} u WHERE u.id = t.id AND u.${column(other)} IS NOT NULL)`,
    () => `SELECT t.id FROM ${one} t WHERE t.id IN (SELECT id FROM ${other})`,
    () => `SELECT (SELECT count(*) FROM ${other}) AS n, (SELECT max(id) FROM ${one}) AS m`,
    () => `WITH c AS (SELECT * FROM ${one}) SELECT count(*), max(c.id) FROM c`,
    () => `WITH c AS (SELECT ${column(one)} AS x FROM ${one}), d AS (SELECT x FROM c) SELECT x, count(*) FROM d GROUP BY x`,
    () => `WITH ${one} AS (SELECT id FROM ${other === one ? 'products' : other}) SELECT count(*) FROM ${one}`,
    () => `SELECT x.id FROM (WITH ${one} AS (SELECT 1 AS id) SELECT id FROM ${one}) x JOIN ${one} y ON y.id = x.id`,
    () => `WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT r.n, t.${column(one)} FROM r JOIN ${one} t ON t.id = r.n`,
    () => `SELECT id, row_number() OVER (ORDER BY id) AS place FROM ${one}`,
    () => `SELECT CASE WHEN ${column(one)} IS NULL THEN 'none' ELSE 'some' END AS x, count(*) FROM ${one} GROUP BY 1`,
    () => `SELECT "${one}".id FROM "${one}" ORDER BY ${column(one)}, id LIMIT 3`,
    () => `SELECT a.id FROM ${one} a, ${other} b WHERE a.id = b.id AND a.${column(one)} = a.${column(one)}`,
    () => `SELECT id FROM ${one} EXCEPT SELECT id FROM ${other}`,
  ] // prettier-ignore
  return chance.pick(shapes)()
}
