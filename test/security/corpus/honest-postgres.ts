/** Honest analytical queries in PostgreSQL's own ways. */
export const postgresHonest: string[] = `
SELECT date_trunc('month', placed) AS month, sum(amount) FROM orders GROUP BY 1 ORDER BY 1
SELECT extract(year FROM placed) AS year, extract(dow FROM placed), count(*) FROM orders GROUP BY 1, 2
SELECT date_part('month', placed), to_char(placed, 'YYYY-MM Mon Day') FROM orders LIMIT 3
SELECT age(date '2025-01-01', born), date '2025-01-01' - born AS days FROM customers
SELECT placed + interval '1 day', placed - interval '3 months', placed::date, placed::time FROM orders LIMIT 2
SELECT * FROM orders WHERE placed >= timestamp '2025-06-01' AND placed < timestamp '2025-06-01' + interval '3 months'
SELECT now() > timestamp '2020-01-01', current_date, current_timestamp(0), localtime, localtimestamp, current_time
SELECT make_date(2025, 1, 31), make_interval(days => 3), make_timestamp(2025, 1, 1, 0, 0, 0), to_date('2025-01-02', 'YYYY-MM-DD'), to_timestamp(0)
SELECT placed AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Berlin' FROM orders LIMIT 1
SELECT date_bin('15 minutes', placed, timestamp '2025-01-01') AS slot, count(*) FROM orders GROUP BY 1
SELECT (placed, placed + interval '1 day') OVERLAPS (timestamp '2025-03-01', timestamp '2025-04-01') FROM orders LIMIT 1
SELECT day::date, count(o.id) FROM generate_series(date '2025-01-01', date '2025-01-31', interval '1 day') AS day LEFT JOIN orders o ON o.placed::date = day::date GROUP BY 1 ORDER BY 1
SELECT generate_series(1, 5) AS n
SELECT * FROM generate_series(1, 10, 2) WITH ORDINALITY AS t(n, place)
SELECT * FROM ROWS FROM (generate_series(1, 3), generate_series(4, 8)) AS t(a, b)
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY amount) AS median FROM orders
SELECT status, percentile_cont(ARRAY[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY amount), percentile_disc(0.9) WITHIN GROUP (ORDER BY amount), mode() WITHIN GROUP (ORDER BY customer_id) FROM orders GROUP BY status
SELECT region, status, sum(amount) FROM orders o JOIN customers c ON c.id = o.customer_id GROUP BY GROUPING SETS ((region), (status), ()) ORDER BY 1, 2
SELECT region, status, sum(amount), grouping(region, status) FROM orders o JOIN customers c ON c.id = o.customer_id GROUP BY ROLLUP (region, status)
SELECT region, status, count(*) FROM orders o JOIN customers c ON c.id = o.customer_id GROUP BY CUBE (region, status)
SELECT status, count(*) FROM orders GROUP BY DISTINCT ROLLUP (status), status
SELECT DISTINCT ON (customer_id) customer_id, id, amount FROM orders ORDER BY customer_id, amount DESC NULLS LAST
SELECT c.name, last.id, last.amount FROM customers c CROSS JOIN LATERAL (SELECT id, amount FROM orders o WHERE o.customer_id = c.id ORDER BY placed DESC LIMIT 2) last
SELECT c.name, t.n FROM customers c LEFT JOIN LATERAL (SELECT count(*) AS n FROM orders o WHERE o.customer_id = c.id) t ON true
SELECT details ->> 'channel' AS channel, count(*) FROM orders GROUP BY 1
SELECT details -> 'lines' -> 0, details #>> '{lines,1}', details @> '{"gift": true}' FROM orders LIMIT 3
SELECT id FROM orders WHERE details ? 'gift' AND details ?& ARRAY['gift', 'lines'] AND (details ->> 'gift')::boolean
SELECT o.id, line::int FROM orders o, jsonb_array_elements_text(o.details -> 'lines') AS line WHERE o.id < 5
SELECT o.id, pair.key, pair.value FROM orders o CROSS JOIN LATERAL jsonb_each(o.details) AS pair WHERE o.id = 1
SELECT jsonb_path_query(details, '$.lines[*] ? (@ > 100)') FROM orders
SELECT jsonb_path_exists(details, '$.gift ? (@ == true)'), jsonb_typeof(details), jsonb_array_length(details -> 'lines') FROM orders LIMIT 1
SELECT jsonb_build_object('id', id, 'name', name), json_build_array(1, 'a'), to_jsonb(c), row_to_json(c) FROM customers c LIMIT 1
SELECT json_agg(name ORDER BY name), jsonb_object_agg(id, name), array_agg(DISTINCT region) FROM customers
SELECT * FROM jsonb_to_recordset('[{"a": 1, "b": "x"}]') AS t(a int, b text)
SELECT * FROM json_to_record('{"a": 1}') AS t(a int)
SELECT jsonb_set('{"a": 1}', '{a}', '2'), jsonb_strip_nulls('{"a": null}'), jsonb_pretty('{}'), '{"a": 1}'::jsonb || '{"b": 2}'::jsonb, '{"a": 1}'::jsonb - 'a'
SELECT string_agg(name, ', ' ORDER BY name) FILTER (WHERE region = 'north') FROM customers
SELECT name FROM products WHERE 'new' = ANY (tags)
SELECT name FROM products WHERE tags && ARRAY['red', 'blue'] OR tags @> ARRAY['old']
SELECT unnest(tags) AS tag, count(*) FROM products GROUP BY 1
SELECT p.name, t.tag, t.place FROM products p, unnest(p.tags) WITH ORDINALITY AS t(tag, place)
SELECT array_length(tags, 1), cardinality(tags), tags[1], tags[1:2], array_to_string(tags, ','), array_position(tags, 'red') FROM products
SELECT ARRAY[1, 2] || 3, ARRAY(SELECT id FROM customers ORDER BY id LIMIT 3), array_append(ARRAY[1], 2), array_remove(ARRAY[1, 2], 1)
SELECT string_to_array('a,b', ','), regexp_split_to_array('a b', ' '), split_part('a-b', '-', 2)
SELECT name FROM customers WHERE name ~ '^Customer [1-3]$' OR name ~* 'CUSTOMER 4$' OR name !~ '[0-9]'
SELECT name FROM customers WHERE name ILIKE 'customer 1%' AND name SIMILAR TO 'Customer [0-9]+'
SELECT regexp_replace(email, '@.*$', ''), substring(email FROM '@(.*)$'), regexp_match(email, '(\\w+)@') FROM customers LIMIT 2
SELECT initcap('ab cd'), lpad('7', 3, '0'), rpad('a', 3, '.'), left('abc', 2), right('abc', 1), reverse('abc'), repeat('ab', 3), strpos('abc', 'b'), position('b' IN 'abc'), overlay('abcd' PLACING 'xx' FROM 2 FOR 2)
SELECT concat('a', NULL, 'b'), concat_ws('-', 'a', 'b'), format('%s is %s', 'a', 'b'), md5('a'), ascii('a'), chr(65), translate('abc', 'ab', 'xy'), btrim('  a '), trim(both 'x' from 'xax'), quote_literal('a')
SELECT greatest(1, 2, 3), least(1, 2), coalesce(NULL, 1), nullif(1, 1), num_nulls(1, NULL)
SELECT round(amount, 1), trunc(amount), ceil(amount), mod(id, 3), div(id, 3), power(id, 2), amount::int, width_bucket(amount, 0, 400, 4) FROM orders LIMIT 3
SELECT cbrt(27), gcd(12, 18), lcm(4, 6), factorial(5), log(100), log(2, 8), degrees(pi()), random() < 1, sign(-2), exp(1), |/ 25, @ -5, 2 ^ 3, 5 # 3, ~1
SELECT stddev(amount), stddev_pop(amount), variance(amount), var_samp(amount), corr(id, amount), regr_slope(amount, id), covar_pop(id, amount) FROM orders
SELECT bool_and(amount > 0), bool_or(amount > 300), every(id > 0), bit_or(id) FROM orders
SELECT count(*) FILTER (WHERE amount > 100), sum(amount) FILTER (WHERE status = 'paid') FROM orders
SELECT id, sum(amount) OVER (PARTITION BY status ORDER BY placed RANGE BETWEEN interval '30 days' PRECEDING AND CURRENT ROW) FROM orders
SELECT id, avg(amount) OVER (ORDER BY id ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING EXCLUDE TIES) FROM orders
SELECT name, rank() OVER (PARTITION BY department ORDER BY pay DESC) FROM employees
SELECT amount::text, amount::numeric(12, 1), '5'::int, CAST('2025-01-01' AS date), '{1,2}'::int[], 'x'::varchar(3), 1::float8, 1::double precision FROM orders LIMIT 1
SELECT '(1,5)'::int4range @> 3, daterange('2025-01-01', '2025-02-01') && daterange('2025-01-15', '2025-03-01'), lower(int4range(1, 5)), upper(numrange(1, 5))
SELECT to_tsvector('english', 'The quick foxes') @@ to_tsquery('english', 'fox'), plainto_tsquery('a b'), websearch_to_tsquery('a or b'), ts_rank(to_tsvector('a'), to_tsquery('a'))
SELECT ts_headline('english', 'the fox jumps', to_tsquery('fox'))
SELECT name FROM customers ORDER BY credit DESC NULLS FIRST, name USING < LIMIT 3
SELECT name FROM customers ORDER BY credit FETCH FIRST 3 ROWS ONLY
SELECT name FROM customers ORDER BY credit FETCH FIRST 3 ROWS WITH TIES
SELECT name FROM customers OFFSET 3 ROWS FETCH NEXT 2 ROWS ONLY
SELECT name COLLATE "C" FROM customers ORDER BY name COLLATE "C"
SELECT * FROM customers c FULL JOIN employees e ON e.id = c.id WHERE e.id IS NULL
SELECT * FROM orders o JOIN order_items i ON i.order_id = o.id JOIN products p ON p.id = i.product_id LIMIT 5
SELECT * FROM (orders o JOIN customers c ON c.id = o.customer_id) AS joined LIMIT 3
SELECT * FROM customers TABLESAMPLE BERNOULLI (50) REPEATABLE (1)
SELECT count(*) FROM ONLY customers
TABLE products
TABLE products ORDER BY price LIMIT 2
SELECT public.customers.name FROM public.customers WHERE public.customers.id < 3
SELECT a.amount FROM archive.orders a
SELECT o.id FROM orders o JOIN archive.orders USING (id)
SELECT customers FROM customers LIMIT 1
SELECT (c).name, (c).region FROM customers c LIMIT 1
SELECT ROW(1, 'a'), (1, 2) = (1, 2), ROW(1, 2) < ROW(1, 3)
SELECT id FROM orders WHERE (customer_id, status) IN (SELECT id, 'paid' FROM customers)
SELECT id FROM orders WHERE amount > ALL (SELECT amount FROM orders WHERE status = 'open' AND amount IS NOT NULL)
SELECT id FROM orders WHERE amount = SOME (SELECT max(amount) FROM orders)
SELECT id FROM orders WHERE id = ANY ('{1,2,3}'::int[]) OR id = ANY (ARRAY(SELECT customer_id FROM orders))
SELECT 1 IS DISTINCT FROM NULL, true IS NOT FALSE, NULL IS UNKNOWN, 5 BETWEEN SYMMETRIC 9 AND 1
SELECT E'tab\\there', U&'d\\0061t\\+000061', $$dollar's$$, $tag$a $$ b$tag$, B'101', X'1F', 1e3, .5
SELECT name AS "Größe; DROP TABLE x", 'x' AS "--" FROM customers LIMIT 1
SELECT count(*) FROM "Größen" g WHERE g."select" LIKE 'gr%'
SELECT c.name, x.total FROM customers c JOIN (SELECT customer_id, sum(amount) total FROM orders GROUP BY 1) x ON x.customer_id = c.id ORDER BY 2 DESC NULLS LAST
SELECT c.id, c.name, count(o.id) FROM customers c LEFT JOIN orders o ON o.customer_id = c.id GROUP BY c.id
WITH RECURSIVE chain(id, name, depth, path) AS (SELECT id, name, 0, ARRAY[id] FROM employees WHERE boss_id IS NULL UNION ALL SELECT e.id, e.name, depth + 1, path || e.id FROM employees e JOIN chain c ON e.boss_id = c.id WHERE NOT e.id = ANY (path)) SELECT * FROM chain
WITH RECURSIVE chain AS (SELECT id, boss_id FROM employees WHERE id = 1 UNION ALL SELECT e.id, e.boss_id FROM employees e JOIN chain c ON e.boss_id = c.id) SEARCH DEPTH FIRST BY id SET ordering SELECT * FROM chain ORDER BY ordering
WITH RECURSIVE chain AS (SELECT id, boss_id FROM employees WHERE id = 1 UNION ALL SELECT e.id, e.boss_id FROM employees e JOIN chain c ON e.boss_id = c.id) CYCLE id SET looped USING path SELECT * FROM chain
WITH RECURSIVE months(m) AS (SELECT date '2025-01-01' UNION ALL SELECT (m + interval '1 month')::date FROM months WHERE m < date '2025-12-01') SELECT m, coalesce(sum(amount), 0) FROM months LEFT JOIN orders ON date_trunc('month', placed) = m GROUP BY m ORDER BY m
WITH monthly AS (SELECT date_trunc('month', placed) AS month, sum(amount) AS total FROM orders GROUP BY 1) SELECT month, total, total - lag(total) OVER (ORDER BY month) AS change, round(100 * total / sum(total) OVER (), 1) AS share FROM monthly
WITH cohort AS (SELECT customer_id, min(date_trunc('month', placed)) AS first FROM orders GROUP BY 1) SELECT first, count(*) FROM cohort GROUP BY first ORDER BY first
SELECT status, count(*) AS n, repeat('#', count(*)::int) AS bar FROM orders GROUP BY status
SELECT sum(amount) FILTER (WHERE extract(month FROM placed) = 1) AS january, sum(amount) FILTER (WHERE extract(month FROM placed) = 2) AS february FROM orders
SELECT uuid '00000000-0000-0000-0000-000000000000', inet '10.0.0.1' << inet '10.0.0.0/8', point(1, 2) <-> point(3, 4), host(inet '10.0.0.1')
SELECT encode('abc'::bytea, 'base64'), decode('YWJj', 'base64'), encode(sha256('a'), 'hex'), to_hex(255), length('abc'::bytea)
SELECT pg_typeof(amount), extract(epoch FROM placed), isfinite(placed), justify_days(interval '35 days') FROM orders LIMIT 1
SELECT CASE WHEN amount IS NULL THEN 'unknown' ELSE amount::text END FROM orders ORDER BY 1 LIMIT 3
SELECT $1::int + 1 AS next, name FROM customers WHERE id = $1
SELECT tags <> '{}' AND NOT 'old' = ALL (tags) FROM products
SELECT region, array_agg(name ORDER BY credit DESC) FILTER (WHERE credit > 50) FROM customers GROUP BY region
SELECT * FROM jsonb_each_text('{"a": 1}'::jsonb) AS pair(key, value)
SELECT (jsonb_array_elements('[1,2]'::jsonb))::int * 2
SELECT normalize('é'), starts_with('abc', 'a'), 'abc' ^@ 'a', string_to_table('a,b', ','), unistr('\\0061')
SELECT EXISTS (SELECT FROM orders WHERE amount > 10)
SELECT FROM customers LIMIT 1
SELECT count(*) FROM (SELECT DISTINCT customer_id, status FROM orders) AS pairs
SELECT t.a, t.b FROM (VALUES (1, 'x'), (2, 'y')) AS t(a, b) WHERE t.a IN (1, 2)
SELECT sum(quantity * price)::numeric(12, 2) AS revenue FROM order_items JOIN products ON products.id = order_items.product_id
`
  .trim()
  .split('\n')
