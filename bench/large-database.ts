import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import Database from 'better-sqlite3'

/**
 * Makes a SQLite file that is large in every way: `tables` tables, `rows` rows in all, three text columns a table, each
 * table but the first pointing to the one before it. To see that connecting takes seconds and asking stays quick.
 */
const { values: flags } = parseArgs({
  options: {
    path: { type: 'string', default: '/tmp/large.sqlite' },
    tables: { type: 'string', default: '500' },
    rows: { type: 'string', default: '10000000' },
  },
})
const nouns =
  'order invoice shipment payment customer supplier product warehouse store employee contract ticket project asset budget account session device visit claim'.split(
    ' ',
  )
const adjectives =
  'daily weekly monthly yearly local global active closed planned actual internal external primary archived draft final open shared regional national seasonal manual automatic partial full'.split(
    ' ',
  )

if (existsSync(flags.path)) throw new Error(`${flags.path} is there already`)
const tables = Number(flags.tables)
const rows = Math.floor(Number(flags.rows) / tables)
const database = new Database(flags.path)
database.pragma('journal_mode = OFF')
database.pragma('synchronous = OFF')
for (let at = 0; at < tables; at += 1) {
  const name = nameOf(at)
  const previous = at === 0 ? '' : `, ${nameOf(at - 1)}_id INTEGER REFERENCES ${nameOf(at - 1)}(${nameOf(at - 1)}_id)`
  database.exec(
    `CREATE TABLE ${name} (${name}_id INTEGER PRIMARY KEY, name TEXT, status TEXT, city TEXT, amount REAL, created_at DATE${previous})`,
  )
  database.exec(`
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${rows})
    INSERT INTO ${name} SELECT i, '${name} ' || i, 'status ' || (i % 7), 'city ' || (i % 900), (i * 37 % 10000) / 10.0,
      date('2020-01-01', '+' || (i % 2000) || ' days')${at === 0 ? '' : ', i'} FROM n`)
}
database.close()

function nameOf(at: number): string {
  return `${adjectives[Math.floor(at / nouns.length) % adjectives.length]}_${nouns[at % nouns.length]}${at >= nouns.length * adjectives.length ? `_${at}` : ''}`
}
