import Database from 'better-sqlite3'
import { Client } from 'pg'

/** What is put where nobody may read it; an answer that holds it is a leak. */
export const canary = 'canary-5f1c'

const tables = (dialect: 'sqlite' | 'postgres'): string[] => {
  const json = dialect === 'postgres' ? 'jsonb' : 'json'
  const tags = dialect === 'postgres' ? 'text[]' : 'json'
  return [
    `CREATE TABLE customers (id integer PRIMARY KEY, name text NOT NULL, email text, tax_id text, region text, credit numeric(10,2), born date)`,
    `CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer REFERENCES customers (id), amount numeric(10,2), placed timestamp, status text, details ${json})`,
    `CREATE TABLE products (id integer PRIMARY KEY, name text, price numeric(10,2), tags ${tags})`,
    `CREATE TABLE order_items (order_id integer REFERENCES orders (id), product_id integer REFERENCES products (id), quantity integer, PRIMARY KEY (order_id, product_id))`,
    `CREATE TABLE employees (id integer PRIMARY KEY, name text, boss_id integer REFERENCES employees (id), department text, pay integer, hired date)`,
    `CREATE TABLE "Größen" ("Schlüssel" integer PRIMARY KEY, "select" text, "Mixed Case" integer)`,
    `CREATE TABLE secrets (id integer PRIMARY KEY, secret text)`,
    `CREATE VIEW big_orders AS SELECT id, customer_id, amount FROM orders WHERE amount > 100`,
    `CREATE VIEW secret_view AS SELECT secret FROM secrets`,
  ]
}

const regions = ['north', 'south', 'east', 'west']
const statuses = ['paid', 'open', 'cancelled']
const pad = (number: number) => String(number).padStart(2, '0')

function rows(dialect: 'sqlite' | 'postgres'): [string, (string | number | null)[][]][] {
  const list = (items: string[]) => (dialect === 'postgres' ? `{${items.join(',')}}` : JSON.stringify(items))
  const count = (most: number) => Array.from({ length: most }, (_, index) => index + 1)
  return [
    ['customers', count(40).map((n) => [n, `Customer ${n}`, `c${n}@example.org`, `${canary}-${n}`, regions[n % 4] ?? null, n * 10.5, `19${60 + (n % 30)}-0${1 + (n % 9)}-1${n % 9}`])],
    ['orders', count(120).map((n) => [n, 1 + (n % 38), n % 7 === 0 ? null : n * 3.25, `2025-${pad(1 + (n % 12))}-${pad(1 + (n % 28))} 10:${pad(n % 60)}:00`, statuses[n % 3] ?? null, JSON.stringify({ channel: n % 2 ? 'web' : 'shop', gift: n % 5 === 0, lines: [n, n + 1] })])],
    ['products', count(12).map((n) => [n, `Product ${n}`, n * 9.99, list(n % 2 ? ['new', 'red'] : ['old'])])],
    ['order_items', count(120).flatMap((n) => [[n, 1 + (n % 12), 1 + (n % 4)], [n, 1 + ((n + 5) % 12), 2]])],
    ['employees', count(15).map((n) => [n, `Employee ${n}`, n === 1 ? null : Math.floor(n / 2), n % 2 ? 'sales' : 'stores', 1000 * n, `2015-0${1 + (n % 9)}-01`])],
    ['"Größen"', count(4).map((n) => [n, `größe ${n}`, n * 2])],
    ['secrets', [[1, canary]]],
  ] // prettier-ignore
}

/** Makes the shop as a SQLite file; with a full-text table besides. `changes` are statements for when it is filled. */
export function makeSqliteShop(file: string, changes: readonly string[] = []): void {
  const database = new Database(file)
  for (const statement of tables('sqlite')) database.exec(statement)
  database.exec('CREATE VIRTUAL TABLE docs USING fts5(title, body)')
  database.exec("INSERT INTO docs VALUES ('Returns', 'How to return a product'), ('Delivery', 'When it arrives')")
  const insert = database.transaction(() => {
    for (const [table, values] of rows('sqlite'))
      for (const row of values)
        database.prepare(`INSERT INTO ${table} VALUES (${row.map(() => '?').join(', ')})`).run(...row)
  })
  insert()
  for (const statement of changes) database.exec(statement)
  database.close()
}

/** Makes the shop in a database of its own on the server; returns its URL. `changes` as above. */
export async function makePostgresShop(
  serverUrl: string,
  name: string,
  changes: readonly string[] = [],
): Promise<string> {
  const url = new URL(serverUrl)
  await asClient(serverUrl, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    await client.query(`CREATE DATABASE ${name}`)
  })
  url.pathname = `/${name}`
  await asClient(url.href, async (client) => {
    for (const statement of tables('postgres')) await client.query(statement)
    await client.query(
      'CREATE SEQUENCE ticket; CREATE SCHEMA archive; CREATE TABLE archive.orders (id integer, amount numeric)',
    )
    await client.query('INSERT INTO archive.orders VALUES (1, 5), (2, 6)')
    for (const [table, values] of rows('postgres'))
      for (const row of values)
        await client.query(`INSERT INTO ${table} VALUES (${row.map((_, index) => `$${index + 1}`).join(', ')})`, row)
    for (const statement of changes) await client.query(statement)
    await client.query('ANALYZE')
  })
  return url.href
}

/** Drops what `makePostgresShop` made. */
export function dropPostgresShop(serverUrl: string, name: string): Promise<void> {
  return asClient(serverUrl, async (client) => {
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  })
}

/** Runs something on a connection of its own. */
export async function asClient(url: string, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
