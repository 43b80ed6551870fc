import Database from 'better-sqlite3'
import { introspectSqlite } from '../../src/modules/agent/sql/sqlite/introspect.ts'
import type { AskableDatabase } from '../../src/modules/agent/text-to-sql/engine.ts'

/** A database in memory that questions can be asked of, and the statements that were run on it. */
export interface AskableSqlite extends AskableDatabase {
  statements: string[]
  rows(sql: string): unknown[][]
}

/** Makes a database from SQL statements; no gate is in between. */
export function askableSqlite(name: string, setup: string): AskableSqlite {
  const sqlite = new Database(':memory:')
  sqlite.exec(setup)
  const rows = (sql: string): unknown[][] => sqlite.prepare<[], unknown[]>(sql).raw().all()
  const statements: string[] = []
  return {
    name,
    key: name,
    schema: introspectSqlite(sqlite).schema,
    statements,
    rows,
    async run(sql, { maxRows = 1000 } = {}) {
      statements.push(sql)
      const found = rows(sql)
      return {
        columns: sqlite
          .prepare(sql)
          .columns()
          .map((column) => ({ name: column.name, type: column.type ?? '' })),
        rows: found
          .slice(0, maxRows)
          .map((row) =>
            row.map((cell) =>
              typeof cell === 'number' || typeof cell === 'string' || cell === null ? cell : JSON.stringify(cell),
            ),
          ),
        truncated: found.length > maxRows,
      }
    },
  }
}

/** A small shop: customers in cities, products in categories, orders with lines, employees with managers. */
export const shopStatements = `
  CREATE TABLE regions (region_id INTEGER PRIMARY KEY, name TEXT);
  CREATE TABLE customers (customer_id INTEGER PRIMARY KEY, first_name TEXT, last_name TEXT, email TEXT, city TEXT, country TEXT, age INTEGER,
    gender TEXT, region_id INTEGER REFERENCES regions(region_id));
  CREATE TABLE categories (category_id INTEGER PRIMARY KEY, name TEXT);
  CREATE TABLE products (product_id INTEGER PRIMARY KEY, name TEXT, unit_price REAL, category_id INTEGER REFERENCES categories(category_id));
  CREATE TABLE orders (order_id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers(customer_id), ordered_at DATE, status TEXT);
  CREATE TABLE order_lines (order_line_id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders(order_id),
    product_id INTEGER REFERENCES products(product_id), quantity INTEGER, unit_price REAL);
  CREATE TABLE employees (employee_id INTEGER PRIMARY KEY, name TEXT, salary INTEGER, manager_id INTEGER REFERENCES employees(employee_id));
  INSERT INTO regions VALUES (1, 'North'), (2, 'South');
  INSERT INTO customers VALUES (1, 'Ada', 'Berg', 'ada@example.org', 'Oslo', 'Norway', 34, 'F', 1), (2, 'Ben', 'Costa', 'ben@example.org', 'Porto', 'Portugal', 51, 'M', 2),
    (3, 'Cleo', 'Dahl', NULL, 'Bergen', 'Norway', 27, 'F', 1), (4, 'Dan', 'Evans', 'dan@example.org', 'Faro', 'Portugal', 45, 'M', 2), (5, 'Eva', 'Falk', 'eva@example.org', 'Oslo', 'Norway', 62, 'F', 1);
  INSERT INTO categories VALUES (1, 'Tents'), (2, 'Boots');
  INSERT INTO products VALUES (1, 'Ridge Tent', 320, 1), (2, 'Dome Tent', 180, 1), (3, 'Trail Boot', 140, 2), (4, 'Snow Boot', 210, 2);
  INSERT INTO orders VALUES (1, 1, '2023-02-03', 'shipped'), (2, 1, '2024-01-15', 'shipped'), (3, 2, '2024-01-20', 'cancelled'), (4, 3, '2024-03-05', 'shipped'), (5, 4, '2024-10-11', 'shipped');
  INSERT INTO order_lines VALUES (1, 1, 1, 1, 320), (2, 2, 3, 2, 140), (3, 3, 2, 1, 180), (4, 4, 2, 1, 180), (5, 4, 3, 1, 140), (6, 5, 1, 2, 320);
  INSERT INTO employees VALUES (1, 'Grace Hall', 9000, NULL), (2, 'Hugo Iden', 5000, 1), (3, 'Ines Jung', 5200, 1), (4, 'Jon Kemp', 4100, 2);
`
