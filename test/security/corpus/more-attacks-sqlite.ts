const lines = (text: string) => text.split('\n').filter(Boolean)

/** Further attacks on SQLite, of kinds that the first ones are not; by the same classes. */
export const moreSqliteAttacks: Record<string, string[]> = {
  'the catalogue': lines(`
SELECT * FROM docs_content
SELECT * FROM main.docs_content
SELECT * FROM docs_idx
SELECT * FROM docs_config
SELECT * FROM docs_docsize
SELECT count(*) FROM docs_content
SELECT count(*) FILTER (WHERE EXISTS (TABLE sqlite_master)) FROM customers
SELECT * FROM fts4aux('docs')
SELECT * FROM fts3tokenize('simple', 'a b')
SELECT * FROM fts3tokenize
SELECT * FROM geopoly
SELECT * FROM rtree_i32
SELECT * FROM customers, (SELECT * FROM pragma_table_info('customers'))
SELECT * FROM customers c, pragma_table_info(c.name)
SELECT * FROM pragma_integrity_check
SELECT * FROM pragma_foreign_key_check
SELECT * FROM pragma_optimize
SELECT * FROM "pragma_journal_mode"('DELETE')
SELECT * FROM pragma_wal_checkpoint
SELECT * FROM sqlite_dbpage
SELECT * FROM sqlite_dbptr
SELECT * FROM tables_used('SELECT 1')
SELECT * FROM bytecode('SELECT * FROM secrets')
SELECT * FROM stmt
SELECT * FROM memstat
SELECT * FROM sqlite_unionvtab
SELECT * FROM sqlite_stat4
SELECT * FROM main.sqlite_temp_master
SELECT * FROM "main"."sqlite_schema"
SELECT * FROM 'sqlite_master'
SELECT * FROM "SQLITE_master" AS customers
SELECT sqlite_master.* FROM customers, sqlite_master
SELECT (SELECT count(*) FROM sqlite_schema WHERE name = c.name) FROM customers c
SELECT CASE (SELECT 1 FROM sqlite_master) WHEN 1 THEN 2 END
SELECT name FROM customers GROUP BY (SELECT name FROM sqlite_schema)
SELECT name FROM customers LIMIT (SELECT count(*) FROM sqlite_schema)
SELECT sum(id) OVER (PARTITION BY (SELECT type FROM sqlite_master)) FROM customers
SELECT * FROM customers JOIN secrets USING (id) JOIN sqlite_schema ON 1
VALUES ((SELECT sql FROM sqlite_schema LIMIT 1))
SELECT 1 IN sqlite_master
SELECT 1 NOT IN temp.sqlite_schema
SELECT 1 UNION SELECT 2 EXCEPT SELECT sql FROM sqlite_master
SELECT * FROM customers INDEXED BY sqlite_autoindex_customers_1`),
  files: lines(`
SELECT "load_extension"('/tmp/x')
SELECT LOAD_EXTENSION('/tmp/x')
SELECT load_extension /* c */ ('/tmp/x')
SELECT [load_extension]('/tmp/x')
SELECT \`load_extension\`('/tmp/x')
SELECT main.load_extension('/tmp/x')
ATTACH /* SELECT */ DATABASE '/tmp/a.db' AS a
/* SELECT 1; */ ATTACH '/tmp/a.db' AS a; SELECT 1
SELECT 1 /* ; ATTACH '/tmp/a.db' AS a */; ATTACH '/tmp/a.db' AS a
SELECT * FROM zipfile('/etc/passwd')
SELECT * FROM lsm1
SELECT * FROM sqlar`),
  functions: lines(`
SELECT geopoly_debug(1)
SELECT geopoly_regular(0, 0, 1, 1000000000)
SELECT rtreenode(2, zeroblob(100))
SELECT rtreedepth(x'00')
SELECT unistr('\\u0041'), unistr_quote('a')
SELECT fts5(0)
SELECT fts5_locale('en', 'x')
SELECT fts5_insttoken('x')
SELECT sqlite_compileoption_used('DEBUG')
SELECT last_insert_rowid() + changes()
SELECT * FROM generate_series(1, 1000000000000)
SELECT * FROM wholenumber
SELECT * FROM carray(1, 2)
SELECT * FROM prefixes('abc')
SELECT * FROM completion('SEL')`),
  'writes behind WITH': lines(`
WITH t AS (VALUES(1)) UPDATE customers SET credit = 1 RETURNING credit
WITH t AS (SELECT 1) REPLACE INTO customers(id) VALUES (1) RETURNING *
SELECT 1 RETURNING *
INSERT INTO customers DEFAULT VALUES RETURNING (SELECT secret FROM secrets)
UPDATE customers SET name = (SELECT secret FROM secrets) FROM orders WHERE customers.id = orders.id RETURNING name
DELETE FROM customers ORDER BY id LIMIT 1 RETURNING id
INSERT INTO docs(docs) VALUES ('optimize')`),
  malformed: lines(`
SELECT RAISE(IGNORE)
SELECT RAISE(FAIL, 'x') FROM customers
SELECT @@version
SELECT x'zz'
EXPLAIN QUERY PLAN SELECT * FROM secrets
EXPLAIN SELECT * FROM secrets
SELECT * FROM (EXPLAIN SELECT 1)
SELECT * FROM customers WHERE +id NOT INDEXED
SELECT value FROM json_each('[1,2,3]') a, json_each('[1]') b WHERE a.value IN json_each('[1]')`),
  hangs: lines(`
SELECT * FROM json_each(printf('%.*c', 100000000, '['))
SELECT printf('%*d', 2000000000, 1)
SELECT format('%2000000000s', '')
SELECT hex(printf('%.*c', 500000000, 'x'))
SELECT length(replace(printf('%.*c', 100000, 'a'), 'a', printf('%.*c', 100000, 'b')))
SELECT group_concat(a.name || b.name || c.name) FROM orders x, orders y, customers a, customers b, customers c
SELECT group_concat(printf('%.*c', 1000000, 'x')) FROM orders a, orders b
SELECT json_group_array(printf('%.*c', 1000000, 'x')) FROM orders a, orders b
SELECT json_object('a', printf('%.*c', 900000000, 'x'))
SELECT char(65) || printf('%.*c', 900000000, 'x') || printf('%.*c', 900000000, 'y')
SELECT unhex(printf('%.*c', 999999998, 'a'))
SELECT quote(printf('%.*c', 999999998, ''''))
SELECT instr(printf('%.*c', 50000000, 'a'), printf('%.*c', 25000000, 'a') || 'b')
SELECT (SELECT count(*) FROM orders b WHERE b.id <> a.id AND EXISTS (SELECT 1 FROM orders c, orders d, orders e, orders f WHERE c.id + d.id + e.id + f.id = a.id + b.id + 99999)) FROM orders a
SELECT * FROM customers ORDER BY (SELECT count(*) FROM orders a, orders b, orders c, orders d, orders e WHERE a.id = customers.id)
SELECT * FROM customers LIMIT 1 OFFSET (SELECT count(*) FROM orders a, orders b, orders c, orders d, orders e)
WITH RECURSIVE x(n, s) AS (SELECT 1, 'a' UNION ALL SELECT n + 1, s || printf('%.*c', 1000000, 'x') FROM x) SELECT max(n) FROM x`),
}
