/** Honest analytical queries that mean the same in both dialects. */
export const sharedHonest: string[] = `
SELECT * FROM customers
SELECT name, region FROM customers WHERE credit > 100 ORDER BY credit DESC, name LIMIT 5
SELECT DISTINCT region FROM customers WHERE region IS NOT NULL ORDER BY 1
SELECT count(*) AS n, count(amount) AS known, avg(amount) AS mean, min(amount), max(amount), sum(amount) FROM orders
SELECT region, count(*) FROM customers GROUP BY region HAVING count(*) > 3 ORDER BY 2 DESC
SELECT c.name, sum(o.amount) AS total FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.id, c.name ORDER BY total DESC LIMIT 10
SELECT c.name FROM customers c LEFT JOIN orders o ON o.customer_id = c.id WHERE o.id IS NULL
SELECT name FROM customers WHERE id IN (SELECT customer_id FROM orders WHERE amount > 300)
SELECT name FROM customers c WHERE EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id AND o.status = 'open')
SELECT name FROM customers c WHERE NOT EXISTS (SELECT 1 FROM orders o WHERE o.customer_id = c.id)
SELECT name FROM customers WHERE id NOT IN (SELECT customer_id FROM orders WHERE customer_id IS NOT NULL)
SELECT status, CASE WHEN amount > 200 THEN 'large' WHEN amount > 50 THEN 'middle' ELSE 'small' END AS size, count(*) FROM orders GROUP BY 1, 2 ORDER BY 1, 2
SELECT sum(CASE WHEN status = 'paid' THEN amount ELSE 0 END) AS paid, sum(CASE WHEN status = 'open' THEN amount ELSE 0 END) AS open FROM orders
SELECT customer_id, sum(CASE status WHEN 'paid' THEN 1 END) AS paid, sum(CASE status WHEN 'cancelled' THEN 1 END) AS cancelled FROM orders GROUP BY customer_id
SELECT count(*) FILTER (WHERE status = 'paid') AS paid, count(*) FILTER (WHERE amount > 100) AS large FROM orders
SELECT id, amount, row_number() OVER (PARTITION BY customer_id ORDER BY amount DESC) AS place FROM orders
SELECT id, rank() OVER (ORDER BY amount DESC), dense_rank() OVER (ORDER BY amount DESC), percent_rank() OVER (ORDER BY amount), cume_dist() OVER (ORDER BY amount) FROM orders
SELECT id, ntile(4) OVER (ORDER BY amount) AS quarter FROM orders
SELECT id, lag(amount) OVER (ORDER BY id) AS before, lead(amount, 2, 0) OVER (ORDER BY id) AS after FROM orders
SELECT id, sum(amount) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS running FROM orders
SELECT id, avg(amount) OVER (ORDER BY id ROWS BETWEEN 2 PRECEDING AND 2 FOLLOWING) AS smooth FROM orders
SELECT id, avg(amount) OVER (ORDER BY id RANGE BETWEEN 3 PRECEDING AND CURRENT ROW) FROM orders
SELECT id, count(*) OVER (ORDER BY status GROUPS BETWEEN 1 PRECEDING AND 1 FOLLOWING EXCLUDE CURRENT ROW) FROM orders
SELECT id, first_value(amount) OVER w, last_value(amount) OVER w, nth_value(amount, 2) OVER w FROM orders WINDOW w AS (PARTITION BY status ORDER BY id)
SELECT id, sum(amount) FILTER (WHERE status = 'paid') OVER (PARTITION BY customer_id) FROM orders
SELECT * FROM (SELECT id, amount, row_number() OVER (PARTITION BY status ORDER BY amount DESC) AS place FROM orders) ranked WHERE place <= 3
WITH totals AS (SELECT customer_id, sum(amount) AS total FROM orders GROUP BY customer_id) SELECT c.name, t.total FROM totals t JOIN customers c ON c.id = t.customer_id WHERE t.total > (SELECT avg(total) FROM totals)
WITH a AS (SELECT * FROM orders WHERE amount > 10), b AS (SELECT customer_id, count(*) AS n FROM a GROUP BY customer_id), c AS (SELECT max(n) AS most FROM b) SELECT * FROM b, c WHERE b.n = c.most
WITH outer_one AS (WITH inner_one AS (SELECT id FROM orders WHERE amount > 100) SELECT count(*) AS n FROM inner_one) SELECT n FROM outer_one
WITH RECURSIVE counted(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counted WHERE n < 20) SELECT n, n * n FROM counted
WITH RECURSIVE chain AS (SELECT id, name, boss_id, 0 AS depth FROM employees WHERE boss_id IS NULL UNION ALL SELECT e.id, e.name, e.boss_id, chain.depth + 1 FROM employees e JOIN chain ON e.boss_id = chain.id) SELECT depth, count(*) FROM chain GROUP BY depth ORDER BY depth
WITH RECURSIVE fib(a, b) AS (SELECT 0, 1 UNION ALL SELECT b, a + b FROM fib WHERE b < 1000) SELECT a FROM fib
WITH RECURSIVE up(id, boss_id, path) AS (SELECT id, boss_id, name FROM employees WHERE id = 15 UNION ALL SELECT e.id, e.boss_id, up.path || ' > ' || e.name FROM employees e JOIN up ON e.id = up.boss_id) SELECT path FROM up
WITH priced AS MATERIALIZED (SELECT id, price FROM products) SELECT count(*) FROM priced
WITH priced AS NOT MATERIALIZED (SELECT id, price FROM products) SELECT count(*) FROM priced
SELECT e.name, b.name AS boss FROM employees e LEFT JOIN employees b ON b.id = e.boss_id
SELECT a.name, b.name FROM employees a JOIN employees b ON a.department = b.department AND a.id < b.id
SELECT name FROM customers UNION SELECT name FROM employees ORDER BY 1
SELECT name FROM customers UNION ALL SELECT name FROM employees
SELECT region FROM customers EXCEPT SELECT department FROM employees
SELECT id FROM customers INTERSECT SELECT customer_id FROM orders
SELECT * FROM (VALUES (1, 'a'), (2, 'b')) AS t
VALUES (1, 'one'), (2, 'two')
SELECT 1 + 1 AS two, 7 % 3 AS rest, 2.5 * 4 AS ten, -5 AS minus
SELECT 'it''s' AS quoted, 'a' || 'b' AS joined
SELECT upper(name), lower(name), length(name), trim(name), replace(name, 'Customer', 'C'), substr(name, 1, 3) FROM customers
SELECT round(amount, 1), abs(amount), round(amount) FROM orders WHERE amount IS NOT NULL
SELECT coalesce(amount, 0), nullif(status, 'open') FROM orders
SELECT cast(amount AS integer), cast(id AS text), cast('12' AS integer) FROM orders
SELECT name FROM customers WHERE name LIKE 'Customer 1%' AND email NOT LIKE '%.com'
SELECT name FROM customers WHERE credit BETWEEN 50 AND 100 AND region IN ('north', 'south')
SELECT name FROM customers WHERE (region = 'north' OR region = 'south') AND NOT credit < 20
SELECT "Schlüssel", "select" FROM "Größen" WHERE "Mixed Case" > 2
SELECT g."Mixed Case" AS "größte Länge" FROM "Größen" AS g ORDER BY "größte Länge" DESC
SELECT c.name AS "Kunde", count(*) AS "Anzahl Aufträge" FROM customers c JOIN orders o ON o.customer_id = c.id GROUP BY c.name
SELECT id FROM big_orders ORDER BY amount DESC LIMIT 3 OFFSET 2
SELECT b.id, c.name FROM big_orders b JOIN customers c ON c.id = b.customer_id
SELECT p.name, sum(i.quantity) AS sold, sum(i.quantity * p.price) AS revenue FROM products p JOIN order_items i ON i.product_id = p.id GROUP BY p.id, p.name ORDER BY revenue DESC
SELECT p.name, c.region, count(DISTINCT o.id) FROM products p JOIN order_items i ON i.product_id = p.id JOIN orders o ON o.id = i.order_id JOIN customers c ON c.id = o.customer_id GROUP BY p.name, c.region
SELECT region, avg(credit) AS mean FROM customers GROUP BY region ORDER BY mean DESC LIMIT 1
SELECT name FROM employees WHERE pay > (SELECT avg(pay) FROM employees)
SELECT e.name FROM employees e WHERE e.pay > (SELECT avg(pay) FROM employees x WHERE x.department = e.department)
SELECT (SELECT count(*) FROM customers) AS customers, (SELECT count(*) FROM orders) AS orders
SELECT o.id, (SELECT c.name FROM customers c WHERE c.id = o.customer_id) AS customer FROM orders o
SELECT c.*, o.amount FROM customers c JOIN orders o ON o.customer_id = c.id WHERE o.status = 'paid'
SELECT count(*) FROM orders a JOIN orders b ON a.customer_id = b.customer_id AND a.id <> b.id
SELECT customer_id, max(amount) - min(amount) AS spread FROM orders GROUP BY customer_id HAVING max(amount) > 2 * min(amount)
SELECT status FROM orders GROUP BY status ORDER BY count(*) DESC
SELECT sqrt(16), power(2, 10), exp(1), ln(10), floor(2.7), ceil(2.1), sign(-3), pi()
SELECT ((1 + 2) * (3 - (4 / 2))) AS nested
SELECT id FROM orders WHERE status IS NULL OR amount IS NULL
SELECT * FROM customers NATURAL JOIN (SELECT id, 1 AS one FROM employees) e
SELECT name -- the label
FROM customers /* everyone */ WHERE id = 1
select Name from CUSTOMERS where ID = 3
SELECT 'DROP TABLE customers; DELETE FROM orders' AS warning
SELECT 'a;b' AS semicolon, '--' AS dashes, '/* */' AS stars
SELECT id AS "delete", name AS "update" FROM customers
SELECT count(*) FROM customers;
SELECT a.region, b.region FROM (SELECT DISTINCT region FROM customers) a CROSS JOIN (SELECT DISTINCT region FROM customers) b
SELECT CASE WHEN EXISTS (SELECT 1 FROM orders WHERE amount > 1000) THEN 'yes' ELSE 'no' END
SELECT max(total) FROM (SELECT customer_id, sum(amount) AS total FROM orders GROUP BY customer_id) t
SELECT department, count(*) * 100.0 / (SELECT count(*) FROM employees) AS share FROM employees GROUP BY department
SELECT department, sum(pay) * 1.0 / sum(sum(pay)) OVER () AS share FROM employees GROUP BY department
SELECT amount, amount - lag(amount) OVER (ORDER BY placed, id) AS change FROM orders ORDER BY placed, id
`
  .trim()
  .split(/\n(?=SELECT|WITH|VALUES|select )/)
