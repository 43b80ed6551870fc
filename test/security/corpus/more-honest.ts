const lines = (text: string) => text.split('\n').filter(Boolean)

/** Further honest analytical queries that both dialects understand. */
export const moreSharedHonest = lines(`
SELECT c.region, o.status, count(*) AS orders, round(avg(o.amount), 2) AS mean FROM customers AS c INNER JOIN orders AS o ON o.customer_id = c.id WHERE o.amount IS NOT NULL GROUP BY c.region, o.status HAVING count(*) > 1 ORDER BY 1, 2 DESC
SELECT name, credit, credit - avg(credit) OVER (PARTITION BY region) AS above FROM customers ORDER BY above DESC
SELECT name, sum(credit) OVER (ORDER BY credit DESC, id) * 1.0 / sum(credit) OVER () AS cumulated FROM customers
WITH ranked AS (SELECT id, amount, ntile(10) OVER (ORDER BY amount) AS tenth FROM orders WHERE amount IS NOT NULL) SELECT tenth, min(amount), max(amount), count(*) FROM ranked GROUP BY tenth ORDER BY tenth
WITH firsts AS (SELECT customer_id, min(placed) AS first FROM orders GROUP BY customer_id), repeats AS (SELECT o.customer_id, count(*) AS n FROM orders o JOIN firsts f ON f.customer_id = o.customer_id AND o.placed > f.first GROUP BY o.customer_id) SELECT count(*) AS came_back FROM repeats WHERE n >= 1
SELECT p.name, count(DISTINCT i.order_id) AS orders FROM products p LEFT JOIN order_items i ON p.id = i.product_id GROUP BY p.id, p.name HAVING count(DISTINCT i.order_id) > (SELECT avg(n) FROM (SELECT count(*) AS n FROM order_items GROUP BY product_id) t)
SELECT a.product_id, b.product_id, count(*) AS together FROM order_items a JOIN order_items b ON a.order_id = b.order_id AND a.product_id < b.product_id GROUP BY a.product_id, b.product_id ORDER BY together DESC, 1, 2 LIMIT 5
SELECT id, amount, max(amount) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS best FROM orders
SELECT id, amount FROM orders o WHERE amount = (SELECT max(amount) FROM orders x WHERE x.status = o.status)
SELECT status, sum(amount) AS total, sum(sum(amount)) OVER (ORDER BY status ROWS UNBOUNDED PRECEDING) AS running FROM orders GROUP BY status
SELECT count(*) AS n, count(DISTINCT customer_id) AS buyers, count(*) * 1.0 / nullif(count(DISTINCT customer_id), 0) AS each FROM orders
SELECT region, max(CASE WHEN place = 1 THEN name END) AS first, max(CASE WHEN place = 2 THEN name END) AS second FROM (SELECT region, name, row_number() OVER (PARTITION BY region ORDER BY credit DESC) AS place FROM customers) t GROUP BY region
WITH RECURSIVE powers(n, p) AS (SELECT 0, 1 UNION ALL SELECT n + 1, p * 2 FROM powers WHERE n < 15) SELECT sum(p) FROM powers
WITH RECURSIVE below(id, name, level) AS (SELECT id, name, 1 FROM employees WHERE id = 2 UNION ALL SELECT e.id, e.name, b.level + 1 FROM employees e JOIN below b ON e.boss_id = b.id) SELECT level, count(*), min(name) FROM below GROUP BY level
SELECT name FROM employees EXCEPT SELECT name FROM customers UNION SELECT region FROM customers WHERE region IS NOT NULL ORDER BY 1 DESC LIMIT 4
SELECT e.department, e.name, e.pay FROM employees e JOIN (SELECT department, max(pay) AS most FROM employees GROUP BY department) m ON m.department = e.department AND m.most = e.pay
SELECT coalesce(b.name, 'nobody') AS boss, count(*) AS team FROM employees e LEFT JOIN employees b ON e.boss_id = b.id GROUP BY b.name ORDER BY team DESC
SELECT CASE WHEN credit < 100 THEN '0-99' WHEN credit BETWEEN 100 AND 199 THEN '100-199' ELSE '200+' END AS band, count(*) FROM customers GROUP BY CASE WHEN credit < 100 THEN '0-99' WHEN credit BETWEEN 100 AND 199 THEN '100-199' ELSE '200+' END
SELECT o.id FROM orders o WHERE NOT EXISTS (SELECT 1 FROM order_items i WHERE i.order_id = o.id AND i.quantity < 2)
SELECT t.n, t.n * 100 / s.all_orders AS percent FROM (SELECT count(*) AS n FROM orders WHERE status = 'paid') t CROSS JOIN (SELECT count(*) AS all_orders FROM orders) s
SELECT "select" AS "from", "Mixed Case" AS "where" FROM "Größen" AS "join" WHERE "join"."Mixed Case" > 0
SELECT name AS "имя клиента", region AS "地区" FROM customers ORDER BY "имя клиента" LIMIT 2
SELECT c.name AS label, c.region AS value, c.id AS key FROM customers c LIMIT 1
SELECT 'O''Reilly' AS name, '%' AS percent, '_' AS underscore, 'a\b' AS backslash
SELECT name FROM customers WHERE name NOT LIKE '%1%' AND (email IS NOT NULL OR credit IS NULL) AND id NOT BETWEEN 5 AND 10
`)

/** In SQLite's own ways. */
export const moreSqliteHonest = lines(`
SELECT strftime('%Y', placed) || '-Q' || ((cast(strftime('%m', placed) AS integer) + 2) / 3) AS quarter, sum(amount) FROM orders GROUP BY quarter ORDER BY quarter
SELECT date(placed, 'weekday 0', '-6 days') AS week, count(*) FROM orders GROUP BY week ORDER BY week
SELECT CASE cast(strftime('%w', placed) AS integer) WHEN 0 THEN 'Sunday' WHEN 6 THEN 'Saturday' ELSE 'weekday' END AS day, avg(amount) FROM orders GROUP BY 1
SELECT cast((julianday('2025-12-31') - julianday(max(placed))) AS integer) AS days FROM orders
SELECT json_extract(details, '$.lines[0]') AS line, json_type(details, '$.gift') AS kind FROM orders WHERE json_extract(details, '$.gift') = 1 LIMIT 5
SELECT e.value AS channel, count(*) FROM orders o, json_each(json_array(json_extract(o.details, '$.channel'))) e GROUP BY 1
SELECT group_concat(DISTINCT region) FILTER (WHERE credit > 100) FROM customers
SELECT name, lag(credit, 1, 0) OVER (ORDER BY id) AS before, credit - lag(credit, 1, 0) OVER (ORDER BY id) AS change FROM customers
SELECT typeof(amount), count(*) FROM orders GROUP BY 1
SELECT printf('%s: %,d', name, pay) FROM employees ORDER BY pay DESC LIMIT 3
SELECT name, substr(name, instr(name, ' ') + 1) AS number FROM customers WHERE instr(name, '1') > 0
SELECT count(*) FROM orders WHERE placed BETWEEN datetime('2025-01-01') AND datetime('2025-01-01', '+6 months')
SELECT round(median(amount), 2), round(percentile(amount, 95), 2) FROM orders WHERE amount IS NOT NULL
SELECT o.id, (SELECT group_concat(p.name, ' + ') FROM order_items i JOIN products p ON p.id = i.product_id WHERE i.order_id = o.id) AS basket FROM orders o LIMIT 4
SELECT * FROM (SELECT id, name FROM customers ORDER BY credit DESC LIMIT 3) UNION ALL SELECT * FROM (SELECT id, name FROM customers ORDER BY credit LIMIT 3)
SELECT name FROM customers ORDER BY substr(name, -2) COLLATE BINARY, id LIMIT 5 OFFSET 5
SELECT sum(amount) FILTER (WHERE strftime('%m', placed) = '01') AS january, sum(amount) FILTER (WHERE strftime('%m', placed) = '02') AS february FROM orders
SELECT unixepoch(max(placed)) - unixepoch(min(placed)) AS seconds FROM orders
WITH RECURSIVE months(m) AS (SELECT '2025-01-01' UNION ALL SELECT date(m, '+1 month') FROM months WHERE m < '2025-12-01') SELECT strftime('%m', m) AS month, coalesce(sum(o.amount), 0) FROM months LEFT JOIN orders o ON strftime('%Y-%m', o.placed) = strftime('%Y-%m', m) GROUP BY 1
SELECT iif(gift = 1, 'gift', 'own') AS kind, count(*) FROM (SELECT json_extract(details, '$.gift') AS gift FROM orders) GROUP BY kind
`)

/** In PostgreSQL's own ways. */
export const morePostgresHonest = lines(`
SELECT to_char(date_trunc('quarter', placed), 'YYYY "Q"Q') AS quarter, sum(amount) FROM orders GROUP BY 1 ORDER BY 1
SELECT extract(isodow FROM placed) AS day, round(avg(amount), 2) FROM orders GROUP BY 1 ORDER BY 1
SELECT date_trunc('week', placed)::date AS week, count(*) FILTER (WHERE status = 'paid') AS paid FROM orders GROUP BY 1 ORDER BY 1
SELECT placed::date AS day, sum(amount), avg(sum(amount)) OVER (ORDER BY placed::date ROWS BETWEEN 6 PRECEDING AND CURRENT ROW) AS week FROM orders GROUP BY 1
SELECT c.region, percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY o.amount) FROM orders o JOIN customers c ON c.id = o.customer_id GROUP BY c.region
SELECT coalesce(region, 'all') AS region, coalesce(status, 'all') AS status, sum(amount) FROM orders o JOIN customers c ON c.id = o.customer_id GROUP BY CUBE (region, status) ORDER BY grouping(region), grouping(status), 1, 2
SELECT DISTINCT ON (c.region) c.region, c.name, c.credit FROM customers c ORDER BY c.region, c.credit DESC, c.id
SELECT c.name, t.id, t.amount FROM customers c LEFT JOIN LATERAL (SELECT o.id, o.amount FROM orders o WHERE o.customer_id = c.id ORDER BY o.amount DESC NULLS LAST FETCH FIRST 1 ROW ONLY) AS t ON true
SELECT details ->> 'channel' AS channel, (details ->> 'gift')::boolean AS gift, count(*) FROM orders GROUP BY 1, 2 ORDER BY 1, 2
SELECT o.id, l.line::int, l.place FROM orders o CROSS JOIN LATERAL jsonb_array_elements_text(o.details -> 'lines') WITH ORDINALITY AS l(line, place) WHERE o.id <= 3
SELECT jsonb_object_agg(status, n) FROM (SELECT status, count(*) AS n FROM orders GROUP BY status) t
SELECT jsonb_agg(jsonb_build_object('name', name, 'tags', tags) ORDER BY id) FROM products
SELECT tag, array_agg(name ORDER BY name) FROM products CROSS JOIN LATERAL unnest(tags) AS tag GROUP BY tag
SELECT array_agg(DISTINCT status ORDER BY status), cardinality(array_agg(DISTINCT customer_id)) FROM orders
SELECT gs::date AS day, (SELECT count(*) FROM orders o WHERE o.placed::date = gs::date) AS n FROM generate_series(date '2025-02-01', date '2025-02-28', interval '1 day') AS gs
SELECT extract(epoch FROM max(placed) - min(placed)) / 86400 AS days, age(max(placed), min(placed)) FROM orders
SELECT customer_id, placed, placed - lag(placed) OVER (PARTITION BY customer_id ORDER BY placed) AS gap FROM orders
SELECT regr_slope(amount, extract(epoch FROM placed)), regr_r2(amount, id), corr(amount, id) FROM orders
SELECT width_bucket(credit, 0, 500, 5) AS bucket, count(*), min(credit), max(credit) FROM customers GROUP BY 1 ORDER BY 1
SELECT name, split_part(email, '@', 2) AS host, regexp_replace(name, '\\D', '', 'g')::int AS number FROM customers ORDER BY number LIMIT 5
SELECT string_agg(DISTINCT status, ', ' ORDER BY status) FILTER (WHERE amount > 50) FROM orders
SELECT count(*) FROM orders WHERE placed <@ tsrange('2025-01-01', '2025-07-01')
SELECT (CASE WHEN amount > 100 THEN 'high' ELSE 'low' END)::varchar(4) AS kind, mode() WITHIN GROUP (ORDER BY status) FROM orders WHERE amount IS NOT NULL GROUP BY 1
SELECT rank() OVER w, dense_rank() OVER w, first_value(name) OVER (w ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) FROM employees WINDOW w AS (PARTITION BY department ORDER BY pay DESC)
WITH RECURSIVE tree AS (SELECT id, name, ARRAY[name] AS path, 1 AS depth FROM employees WHERE boss_id IS NULL UNION ALL SELECT e.id, e.name, t.path || e.name, t.depth + 1 FROM employees e JOIN tree t ON e.boss_id = t.id WHERE t.depth < 10) SELECT repeat('  ', depth - 1) || name AS line, array_to_string(path, ' / ') FROM tree ORDER BY path
`)
