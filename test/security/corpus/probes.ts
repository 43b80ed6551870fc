/**
 * Statements by which a caller tries to learn of rows, columns and values that a policy hides: conditions that fail, or
 * not, by what a hidden row holds; look-ups by another name; counts, order and limits over what is hidden.
 */
const shared = `
SELECT 1 / CAST(credit AS integer) FROM customers
SELECT id FROM customers WHERE 1 / CAST(credit AS integer) >= 0
SELECT count(*) FROM customers WHERE credit <> 0 AND 100 / credit > 1
SELECT id FROM customers WHERE CAST(credit * 1000000000 AS integer) > 5
SELECT id FROM orders WHERE 1 / CAST(amount AS integer) = 0
SELECT id FROM orders ORDER BY 1 / CAST(amount AS integer)
SELECT sum(1 / CAST(coalesce(amount, 1) AS integer)) FROM orders
SELECT c.id FROM customers c JOIN orders o ON o.customer_id = c.id AND 1 / CAST(o.amount AS integer) >= 0
SELECT c.id FROM customers c LEFT JOIN orders o ON o.customer_id = c.id AND 1 / CAST(c.credit AS integer) >= 0
SELECT id FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND 1 / CAST(o.amount AS integer) > 9)
SELECT (SELECT max(1 / CAST(amount AS integer)) FROM orders)
SELECT CASE WHEN credit = 0 THEN 1 / CAST(credit AS integer) ELSE 0 END FROM customers
SELECT id FROM customers WHERE CASE WHEN region = 'south' THEN 1 / (id - id) ELSE 1 END = 1
SELECT id FROM customers WHERE region <> 'north' AND 1 / (id - id) = 1
SELECT id FROM customers WHERE name LIKE 'Hidden%' AND 1 / (id - id) = 1
SELECT max(CASE WHEN name LIKE 'H%' THEN 1 / (id - id) END) FROM customers
SELECT row_number() OVER (ORDER BY 1 / CAST(credit AS integer)) FROM customers
SELECT sum(1 / CAST(credit AS integer)) OVER (PARTITION BY region) FROM customers
SELECT count(*) FILTER (WHERE 1 / CAST(credit AS integer) >= 0) FROM customers
SELECT region, 1 / CAST(min(credit) AS integer) FROM customers GROUP BY region
SELECT region FROM customers GROUP BY region HAVING 1 / CAST(min(credit) AS integer) >= 0
SELECT id FROM customers LIMIT (SELECT count(*) FROM orders WHERE amount = 0)
SELECT id FROM customers ORDER BY id LIMIT 3 OFFSET (SELECT count(*) FROM customers WHERE region = 'south')
SELECT id FROM customers UNION SELECT 1 / CAST(credit AS integer) FROM customers
SELECT DISTINCT 1 / CAST(credit AS integer) FROM customers
SELECT x.v FROM (SELECT 1 / CAST(credit AS integer) AS v, region FROM customers) x WHERE x.region = 'south'
WITH x AS (SELECT 1 / CAST(credit AS integer) AS v FROM customers) SELECT count(*) FROM x
WITH x AS MATERIALIZED (SELECT * FROM customers) SELECT 1 / CAST(credit AS integer) FROM x
WITH customers AS (SELECT * FROM customers) SELECT count(*), sum(credit) FROM customers
WITH secrets AS (SELECT 'mine' AS secret) SELECT * FROM secrets
WITH orders AS (SELECT 1 AS customer_id) SELECT count(*) FROM customers c JOIN orders o ON o.customer_id = c.id
SELECT * FROM (WITH customers AS (SELECT id FROM orders) SELECT count(*) FROM customers) x, customers c
WITH RECURSIVE secrets(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM secrets WHERE n < 5) SELECT * FROM secrets
WITH RECURSIVE x(id) AS (SELECT min(id) FROM customers UNION SELECT c.id FROM customers c JOIN x ON c.id = x.id + 4) SELECT * FROM x
SELECT * FROM secrets
SELECT * FROM secret_view
SELECT count(*) FROM secrets
SELECT id FROM customers WHERE EXISTS (SELECT 1 FROM secrets)
SELECT tax_id FROM customers
SELECT tax_id AS id FROM customers
SELECT id AS tax_id FROM customers ORDER BY tax_id
SELECT name AS email FROM customers ORDER BY email
SELECT id FROM customers ORDER BY tax_id
SELECT id FROM customers WHERE tax_id = 'canary-5f1c-1'
SELECT id FROM customers WHERE tax_id LIKE 'canary%'
SELECT count(DISTINCT tax_id) FROM customers
SELECT * FROM customers NATURAL JOIN (SELECT 'canary-5f1c-1' AS tax_id) x
SELECT * FROM customers JOIN (SELECT 'canary-5f1c-1' AS tax_id) x USING (tax_id)
SELECT a.id FROM customers a JOIN customers b USING (tax_id)
SELECT a.id, b.id FROM customers a NATURAL JOIN customers b
SELECT id FROM customers WHERE email = 'c4@example.org'
SELECT id FROM customers WHERE email LIKE '%example%'
SELECT email, count(*) FROM customers GROUP BY email
SELECT min(email), max(email), count(DISTINCT email) FROM customers
SELECT id FROM customers ORDER BY email, id
SELECT a.id FROM customers a JOIN employees e ON e.name = a.email
SELECT lag(email) OVER (ORDER BY id) FROM customers
SELECT length(email), upper(email), email || name FROM customers
SELECT coalesce(email, name), CASE WHEN email = '***' THEN 1 ELSE 2 END FROM customers
SELECT sum(pay), avg(pay), max(pay) FROM employees
SELECT name FROM employees WHERE pay > 5000
SELECT name FROM employees ORDER BY pay DESC, id
SELECT e.id FROM employees e JOIN employees b ON b.id = e.boss_id AND b.pay > e.pay
SELECT ntile(4) OVER (ORDER BY pay, id) FROM employees
SELECT * FROM orders
SELECT count(*), min(id), max(id), sum(amount) FROM orders
SELECT id FROM orders WHERE customer_id NOT IN (SELECT id FROM customers)
SELECT id FROM customers WHERE id NOT IN (SELECT customer_id FROM orders)
SELECT c.id, count(o.id) FROM customers c LEFT JOIN orders o ON o.customer_id = c.id GROUP BY c.id
SELECT * FROM big_orders
SELECT o.id FROM order_items i JOIN orders o ON o.id = i.order_id
SELECT order_id FROM order_items WHERE order_id NOT IN (SELECT id FROM orders)
SELECT region, count(*) FROM customers GROUP BY region
SELECT count(*) FROM customers WHERE region IN ('south', 'east', 'west')
SELECT id FROM customers EXCEPT SELECT customer_id FROM orders
SELECT max(id) FROM customers
SELECT id FROM customers WHERE id = 2
SELECT (SELECT name FROM customers WHERE id = 2)
SELECT id FROM customers WHERE (SELECT count(*) FROM customers x WHERE x.credit = 0) > 0
`

const sqlite = `
SELECT abs(-9223372036854775808 + (credit <> 0)) FROM customers
SELECT id FROM customers WHERE abs(CASE WHEN credit = 0 THEN -9223372036854775808 ELSE 1 END) > 0
SELECT id FROM customers WHERE json(CASE WHEN credit = 0 THEN 'x' ELSE '{}' END) IS NOT NULL
SELECT id FROM orders WHERE abs(CASE WHEN amount = 0 THEN -9223372036854775808 ELSE 1 END) > 0
SELECT count(*) FROM orders WHERE json(iif(status = 'hidden', 'x', '{}')) <> ''
SELECT o.id FROM orders o JOIN customers c ON c.id = o.customer_id WHERE abs(iif(o.amount = 0, -9223372036854775808, 1)) > 0
SELECT json(name) FROM customers WHERE name LIKE '{%'
SELECT json_extract(details, '$.other') FROM orders
SELECT sum(CASE WHEN credit = 0 THEN 9223372036854775807 ELSE 0 END) FROM customers
SELECT rowid FROM customers
SELECT max(rowid) FROM customers
SELECT * FROM customers WHERE rowid = 2
SELECT main.customers.id FROM main.customers
SELECT [tax_id] FROM customers
SELECT "tax_id" FROM customers
SELECT name FROM customers WHERE "tax_id" = 'tax_id'
SELECT id FROM customers WHERE (id, email) IN (SELECT id, 'c4@example.org' FROM customers)
SELECT group_concat(name) FROM customers
SELECT json_group_array(json_object('n', name, 'e', email)) FROM customers
SELECT * FROM customers c, json_each(json_array(c.name))
SELECT total(credit), median(credit) FROM customers
SELECT iif(credit = 0, json('x'), 1) FROM customers
SELECT name, max(credit) FROM customers
SELECT name FROM customers GROUP BY 1 HAVING max(abs(credit - 9223372036854775807)) > 0
SELECT * FROM docs WHERE docs MATCH 'return'
SELECT * FROM docs_content
SELECT * FROM temp."attributes of the caller"
SELECT * FROM "attributes of the caller"
SELECT * FROM temp.customers
SELECT likelihood(tax_id, 0.5) FROM customers
SELECT count(*) FROM customers INDEXED BY sqlite_autoindex_customers_1
`

const postgres = `
SELECT id FROM customers WHERE name::int > 0
SELECT id FROM customers WHERE (name || '!')::date > now()
SELECT name::numeric FROM customers WHERE name LIKE 'Hidden%'
SELECT id FROM customers WHERE name ~ (CASE WHEN credit = 0 THEN '(' ELSE 'x' END)
SELECT id FROM customers WHERE (CASE WHEN credit = 0 THEN name ELSE '1' END)::int = 1
SELECT sqrt(credit - 1) FROM customers
SELECT ln(credit) FROM customers
SELECT id FROM customers WHERE ln(credit) > 1
SELECT id FROM customers WHERE name::jsonb IS NOT NULL AND region = 'south'
SELECT (details ->> 'other')::int FROM orders
SELECT id FROM orders WHERE (status || 'x')::int = 1 AND amount = 0
SELECT make_date(2025, credit::int, 1) FROM customers
SELECT generate_series(1, credit::int) FROM customers
SELECT c.id, g FROM customers c, generate_series(1, 3 / c.credit::int) g
SELECT chr(credit::int) FROM customers
SELECT repeat('x', 100 / credit::int) FROM customers
SELECT c FROM customers c
SELECT customers FROM customers
SELECT row_to_json(c) FROM customers c
SELECT to_jsonb(c) - 'name' FROM customers c
SELECT to_jsonb(c) ->> 'tax_id' FROM customers c
SELECT json_agg(c) FROM customers c
SELECT (c).tax_id FROM customers c
SELECT (c).* FROM customers c
SELECT c::text FROM customers c
SELECT c.*::text FROM customers c
SELECT ROW(c.*) FROM customers c
SELECT c IS NULL, c = c, c < c FROM customers c
SELECT count(c) FROM customers c
SELECT array_agg(c) FROM customers c
SELECT jsonb_each_text(to_jsonb(c)) FROM customers c
SELECT k FROM customers c, jsonb_object_keys(to_jsonb(c)) k
SELECT tax_id(c) FROM customers c
SELECT name(c) FROM customers c
SELECT id FROM ONLY customers
TABLE customers
TABLE ONLY orders
TABLE public.customers
TABLE secrets
SELECT * FROM public.customers c WHERE 1 / c.credit::int >= 0
SELECT public.customers.id FROM public.customers
SELECT * FROM public.customers, customers c WHERE c.id = public.customers.id
SELECT x.id FROM customers c, LATERAL (SELECT o.id, 1 / o.amount::int FROM orders o WHERE o.customer_id = c.id) x
SELECT c.id FROM customers c CROSS JOIN LATERAL (SELECT count(*) AS n FROM orders o WHERE o.amount = 0 AND o.customer_id <> c.id) x WHERE 1 / x.n::int > 0
SELECT DISTINCT ON (region) region, 1 / credit::int FROM customers
SELECT region, count(*) FROM customers GROUP BY ROLLUP (region)
SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY credit) FROM customers
SELECT mode() WITHIN GROUP (ORDER BY region) FROM customers
SELECT string_agg(name, ',' ORDER BY id) FROM customers
SELECT id FROM customers WHERE credit = ANY (ARRAY(SELECT amount FROM orders))
SELECT id FROM customers WHERE 1 / credit::int >= ALL (SELECT 0)
SELECT id FROM customers FETCH FIRST (SELECT count(*) FROM orders WHERE amount = 0) ROWS ONLY
SELECT id FROM customers OPERATOR(pg_catalog.=) 1
SELECT id FROM customers WHERE email OPERATOR(pg_catalog.~~) 'c4%'
SELECT id FROM customers WHERE pg_typeof(email)::text = 'text'
SELECT $1::text FROM customers
SELECT $1, $2 FROM customers
SELECT current_setting('ai_agent.attributes')
SELECT NULL::customers
SELECT 'secrets'::regclass
SELECT has_column_privilege('customers', 'tax_id', 'SELECT')
SELECT U&"t\\0061x_id" FROM customers
SELECT U&"s\\0065crets".* FROM U&"s\\0065crets"
`

const lines = (text: string) => text.split('\n').filter(Boolean)

/** By dialect. */
export const probes = {
  sqlite: [...lines(shared), ...lines(sqlite)],
  postgres: [...lines(shared), ...lines(postgres)],
}
