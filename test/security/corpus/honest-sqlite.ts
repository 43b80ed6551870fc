/** Honest analytical queries in SQLite's own ways. */
export const sqliteHonest: string[] = `
SELECT strftime('%Y-%m', placed) AS month, sum(amount) FROM orders GROUP BY month ORDER BY month
SELECT strftime('%w', placed) AS weekday, count(*) FROM orders GROUP BY 1
SELECT date(placed), time(placed), datetime(placed, '+1 month', 'start of month', '-1 day') FROM orders
SELECT julianday('2025-12-31') - julianday('2025-01-01') AS days
SELECT name, cast((julianday('2025-01-01') - julianday(born)) / 365.25 AS integer) AS age FROM customers
SELECT unixepoch(placed), timediff('2025-02-01', '2025-01-01') FROM orders LIMIT 1
SELECT date('now'), current_date, current_time, current_timestamp
SELECT * FROM orders WHERE placed >= date('2025-06-01') AND placed < date('2025-06-01', '+3 months')
SELECT name || ' (' || region || ')' AS label FROM customers
SELECT group_concat(name, ', ') FROM customers WHERE region = 'north'
SELECT region, group_concat(DISTINCT name) FROM customers GROUP BY region
SELECT string_agg(name, ';' ORDER BY name DESC) FROM customers
SELECT json_extract(details, '$.channel') AS channel, count(*) FROM orders GROUP BY channel
SELECT details ->> '$.channel', details -> '$.lines' FROM orders LIMIT 3
SELECT o.id, l.value FROM orders o, json_each(o.details, '$.lines') l WHERE o.id < 4
SELECT o.id, t.key, t.value FROM orders o JOIN json_tree(o.details) t ON t.type = 'integer' WHERE o.id = 1
SELECT p.name, tag.value FROM products p, json_each(p.tags) AS tag WHERE tag.value = 'new'
SELECT name FROM products WHERE EXISTS (SELECT 1 FROM json_each(tags) WHERE value = 'red')
SELECT json_object('id', id, 'name', name) FROM customers LIMIT 2
SELECT json_group_array(name) FROM products
SELECT json_group_object(name, price) FROM products
SELECT json_array(1, 2, json('{"a":1}')), json_array_length('[1,2,3]'), json_type('{"a":1}', '$.a'), json_valid('x')
SELECT iif(amount > 100, 'large', 'small'), ifnull(amount, 0), typeof(amount) FROM orders
SELECT printf('%.2f EUR', amount), format('%05d', id) FROM orders LIMIT 3
SELECT instr(name, 'er'), substring(name, 2), ltrim(name, 'C'), rtrim(name), hex(name), quote(name), unicode(name), char(65, 66) FROM customers LIMIT 1
SELECT name FROM customers WHERE name GLOB 'Customer [1-3]*'
SELECT name FROM customers WHERE name LIKE 'C%' ESCAPE '!'
SELECT name FROM customers WHERE name = 'CUSTOMER 1' COLLATE NOCASE
SELECT name FROM customers ORDER BY name COLLATE NOCASE DESC NULLS LAST
SELECT name FROM customers WHERE region = "north"
SELECT name FROM customers WHERE region IN ("north", "south") AND name LIKE "Customer%"
SELECT [name], \`region\` FROM [customers]
SELECT "name" FROM "customers" WHERE "customers"."id" = 1
SELECT main.customers.name FROM main.customers WHERE main.customers.id < 3
SELECT rowid, name FROM customers LIMIT 2
SELECT oid FROM customers LIMIT 1
SELECT * FROM docs WHERE docs MATCH 'product'
SELECT title, snippet(docs, 1, '<', '>', '...', 5), bm25(docs) FROM docs WHERE docs MATCH 'return*' ORDER BY rank
SELECT highlight(docs, 0, '[', ']') FROM docs WHERE title MATCH 'delivery'
SELECT median(amount), percentile(amount, 90), percentile_cont(amount, 0.5), percentile_disc(amount, 0.25) FROM orders
SELECT total(amount), count(DISTINCT status) FROM orders
SELECT max(1, 2, 3), min(4, 5), abs(-1), round(2.567, 2), random() IS NOT NULL
SELECT sin(1), cos(1), tan(1), asin(0.5), atan2(1, 2), log(100), log10(100), log2(8), mod(7, 3), trunc(2.7), degrees(3.14), radians(180)
SELECT likely(amount > 10), unlikely(status = 'open'), likelihood(id = 1, 0.1) FROM orders LIMIT 1
SELECT concat('a', NULL, 'b'), concat_ws('-', 'a', 'b'), octet_length('ä'), unhex('41'), soundex('Robert')
SELECT x'414243', 1e3, 0x1F, 1_000, .5, 'a' IS 'a', NULL IS NULL, 1 IS NOT 2, 1 IS DISTINCT FROM 2
SELECT 1 = 1, 1 == 1, 1 <> 2, 1 != 2, 1 << 3, 8 >> 1, 6 & 3, 6 | 1, ~5, NOT 0
SELECT TRUE, FALSE, (1, 2) = (1, 2), (1, 2) < (2, 0)
SELECT id FROM orders WHERE (customer_id, status) IN (SELECT id, 'paid' FROM customers)
SELECT id FROM orders WHERE (customer_id, status) IN (VALUES (1, 'paid'), (2, 'open'))
SELECT * FROM orders ORDER BY amount IS NULL, amount LIMIT 10, 5
SELECT name FROM customers WHERE id = ?1 OR id = 2
SELECT count(*) FROM customers NOT INDEXED WHERE id > 3
SELECT * FROM customers c FULL OUTER JOIN employees e ON e.id = c.id + 30
SELECT * FROM customers c RIGHT JOIN orders o ON o.customer_id = c.id WHERE c.id IS NULL
SELECT * FROM customers c INNER JOIN (orders o JOIN order_items i ON i.order_id = o.id) ON o.customer_id = c.id LIMIT 5
SELECT * FROM employees NATURAL LEFT JOIN (SELECT 1 AS id, 'x' AS extra)
SELECT region, count(*) AS n FROM customers GROUP BY region HAVING n > 5 ORDER BY n
SELECT region, name, max(credit) FROM customers GROUP BY region
SELECT * FROM (SELECT 1 AS a UNION SELECT 2 ORDER BY a DESC) LIMIT 1
WITH RECURSIVE days(day) AS (SELECT date('2025-01-01') UNION ALL SELECT date(day, '+1 day') FROM days WHERE day < '2025-01-31') SELECT days.day, count(o.id) FROM days LEFT JOIN orders o ON date(o.placed) = days.day GROUP BY 1
WITH RECURSIVE split(word, rest) AS (SELECT '', 'a,b,c' || ',' UNION ALL SELECT substr(rest, 1, instr(rest, ',') - 1), substr(rest, instr(rest, ',') + 1) FROM split WHERE rest <> '') SELECT word FROM split WHERE word <> ''
WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM x LIMIT 10) SELECT * FROM x
WITH t(a, b) AS (VALUES (1, 2), (3, 4)) SELECT a + b FROM t
SELECT CASE status WHEN 'paid' THEN 1 WHEN 'open' THEN 2 ELSE 3 END FROM orders LIMIT 3
SELECT avg(amount) FROM orders WHERE cast(strftime('%m', placed) AS integer) BETWEEN 1 AND 3
SELECT count(*) OVER win, sum(amount) OVER (win ROWS 1 PRECEDING) FROM orders WINDOW win AS (PARTITION BY status ORDER BY id)
SELECT cast(amount AS REAL), cast(amount AS TEXT), cast(id AS BLOB), cast(id AS VARCHAR(10)) FROM orders LIMIT 1
SELECT ALL name FROM customers LIMIT 1
SELECT DISTINCT customer_id, status FROM orders ORDER BY customer_id DESC, status ASC
SELECT count(DISTINCT customer_id) * 1.0 / count(*) FROM orders
SELECT sum(amount) FROM orders WHERE details ->> 'gift' = 1
SELECT id, sum(amount) OVER (PARTITION BY strftime('%m', placed) ORDER BY placed, id RANGE UNBOUNDED PRECEDING) FROM orders
SELECT glob('a*', 'abc'), like('a%', 'abc'), nullif(1, 1), coalesce(NULL, NULL, 3)
SELECT name FROM customers WHERE born < '1970-01-01' AND substr(born, 6, 2) = '05'
`
  .trim()
  .split('\n')
