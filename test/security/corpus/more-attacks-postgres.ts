const lines = (text: string) => text.split('\n').filter(Boolean)

/** Further attacks on PostgreSQL, of kinds that the first ones are not; by the same classes. */
export const morePostgresAttacks: Record<string, string[]> = {
  'files and network': lines(`
SELECT pg_read_file('/etc/passwd', 0, 100, true)
SELECT pg_catalog.pg_ls_dir('.', true, true)
SELECT * FROM pg_ls_tmpdir()
SELECT * FROM pg_ls_archive_statusdir()
SELECT pg_read_binary_file('PG_VERSION')
SELECT pg_current_logfile()
SELECT * FROM pg_show_all_file_settings()
SELECT * FROM pg_hba_file_rules()
SELECT pg_ls_logicalsnapdir()
SELECT lo_open(1, 131072)
SELECT lo_put(1, 0, 'x')
SELECT lowrite(0, 'x')
SELECT loread(0, 10)
SELECT lo_truncate(0, 0)
SELECT lo_creat(-1)
SELECT * FROM dblink_connect('dbname=postgres')
SELECT dblink_send_query('c', 'SELECT 1')
SELECT postgres_fdw_get_connections()`),
  'transactions and settings': lines(`
SELECT set_config('search_path', 'archive', true)
SELECT (SELECT set_config('work_mem', '10GB', true))
SELECT 1 FROM (SELECT set_config('jit', 'on', true)) x
SELECT CASE WHEN false THEN set_config('a.b', 'c', false) END
SELECT count(set_config('a.b', 'c', false)) FROM customers
SELECT array_agg(set_config('a.b', name, false)) FROM customers
SELECT set_config('a.b', 'c', false) FROM customers GROUP BY 1
SELECT 1 WHERE coalesce(set_config('a.b', 'c', false), '') = ''
SELECT ARRAY[set_config('a.b', 'c', false)]
SELECT ROW(set_config('a.b', 'c', false))
SELECT (ROW(set_config('a.b', 'c', false))).f1
SELECT name FROM customers WINDOW w AS (ORDER BY set_config('a.b', 'c', false))
SELECT DISTINCT ON (set_config('a.b', 'c', false)) name FROM customers
SELECT * FROM customers TABLESAMPLE BERNOULLI (length(set_config('a.b', 'c', false)))
SELECT * FROM customers TABLESAMPLE SYSTEM (50) REPEATABLE (length(pg_read_file('/etc/passwd')))
SELECT percentile_cont(length(set_config('a.b', 'c', false))) WITHIN GROUP (ORDER BY id) FROM customers
SELECT sum(id) OVER (ORDER BY id ROWS length(set_config('a.b', 'c', false)) PRECEDING) FROM customers
SELECT json_build_object('a', pg_read_file('/etc/passwd'))
SELECT JSON_OBJECT('a': pg_read_file('/etc/passwd'))
SET search_path = archive
SET LOCAL ROLE pg_read_server_files
BEGIN READ WRITE; SELECT 1
START TRANSACTION READ WRITE
ROLLBACK AND CHAIN
SELECT 1; COMMIT AND CHAIN; DROP TABLE customers
SELECT 1 \\; DELETE FROM customers
SELECT 1 \\gexec`),
  'server and other sessions': lines(`
SELECT format('%s', pg_sleep(100))
SELECT pg_sleep(0.1) IS NULL
SELECT 1 FROM pg_sleep(100)
SELECT 1 ORDER BY pg_sleep(100)
SELECT 1 OFFSET length(pg_sleep(100)::text)
SELECT 1 FETCH FIRST length(pg_sleep(100)::text) ROWS ONLY
SELECT pg_catalog.pg_sleep(100)::text
SELECT "pg_catalog"."pg_sleep"(100)
SELECT pg_sleep /**/ (100)
SELECT PG_SLEEP(100)
SELECT U&"\\0070g_sleep"(100)
SELECT U&"!0070g_sleep" UESCAPE '!' (100)
SELECT 1 OPERATOR(pg_catalog.+) length(pg_sleep(100)::text)
SELECT nextval('ticket'::regclass)
SELECT pg_catalog.setval('ticket', 100, true)
SELECT pg_sequence_last_value('ticket'::regclass)
SELECT last_value FROM ticket
SELECT * FROM ticket
SELECT pg_advisory_unlock_all()
SELECT pg_try_advisory_xact_lock_shared(1, 2)
SELECT pg_promote()
SELECT pg_wal_replay_pause()
SELECT pg_start_backup('x')
SELECT pg_backup_start('x')
SELECT pg_replication_origin_create('x')
SELECT pg_drop_replication_slot('x')
SELECT pg_stat_reset_shared('bgwriter')
SELECT pg_relation_filepath('customers')
SELECT pg_relation_filenode('customers')
SELECT pg_database_size('postgres')
SELECT pg_total_relation_size('secrets')
SELECT pg_size_pretty(pg_tablespace_size('pg_default'))
SELECT txid_current_snapshot()
SELECT pg_snapshot_xmin(pg_current_snapshot())
SELECT pg_xact_commit_timestamp(1::text::xid)
SELECT pg_partition_tree('orders')
SELECT pg_collation_actual_version(100)
SELECT pg_client_encoding()
SELECT getdatabaseencoding()
SELECT pg_encoding_to_char(6)
SELECT pg_char_to_encoding('UTF8')
SELECT satisfies_hash_partition(1, 2, 0, 1)
SELECT binary_upgrade_set_record_init_privs(true)
SELECT amvalidate(1)
SELECT fmgr_sql_validator(1)
SELECT plpgsql_inline_handler(NULL)
SELECT language_handler_in('x')
SELECT trigger_in('x')
SELECT record_in('x', 1, 1)
SELECT regclassin('secrets')
SELECT textregexeq('a', 'b')
SELECT int4in('x')
SELECT array_in('{1}', 23, -1)
SELECT domain_in('x', 1, 1)
SELECT enum_in('x', 1)
SELECT boolin('x')
SELECT oidin('1')
SELECT xmlvalidate(NULL, '')`),
  'the catalogue': lines(`
SELECT 'secrets' OPERATOR(pg_catalog.=) 'secrets'::regclass::text
SELECT '16384'::oid::regclass
SELECT 16384::regclass
SELECT CAST('customers' AS pg_catalog.regclass)
SELECT regclass 'secrets'
SELECT 'pg_sleep(double precision)'::regprocedure
SELECT '+(int4,int4)'::regoperator
SELECT 'public'::regnamespace
SELECT 'int4'::regtype
SELECT to_regproc('pg_sleep')
SELECT to_regrole('postgres')
SELECT to_regnamespace('archive')
SELECT to_regtype('secrets')
SELECT pg_get_serial_sequence('customers', 'id')
SELECT pg_get_functiondef(1)
SELECT pg_get_constraintdef(1)
SELECT pg_get_userbyid(10)
SELECT obj_description(1)
SELECT col_description(1, 1)
SELECT pg_table_is_visible(1)
SELECT pg_describe_object(1259, 1, 0)
SELECT has_column_privilege('secrets', 'secret', 'SELECT')
SELECT has_schema_privilege('archive', 'USAGE')
SELECT row_security_active('secrets')
SELECT current_setting('ai_agent.role', true)
SELECT current_setting('log_directory')
SELECT * FROM current_setting('port')
SELECT inet_client_addr()
SELECT pg_conf_load_time()
SELECT pg_blocking_pids(1)
SELECT pg_stat_get_activity(NULL)
SELECT * FROM pg_stat_get_wal_receiver()
SELECT pg_stat_get_numscans(1)
SELECT * FROM pg_lock_status()
SELECT * FROM pg_prepared_statement()
SELECT * FROM pg_cursor()
SELECT * FROM pg_show_all_settings()
SELECT * FROM pg_timezone_names()
SELECT * FROM pg_available_extensions()
SELECT * FROM pg_logical_slot_get_changes('x', NULL, NULL)
SELECT * FROM information_schema.columns WHERE table_name = 'secrets'
SELECT * FROM information_schema.role_table_grants
SELECT * FROM "information_schema"."tables"
SELECT * FROM pg_catalog.pg_views
TABLE pg_catalog.pg_authid
SELECT pg_shadow FROM pg_shadow
SELECT (SELECT row_to_json(p) FROM pg_authid p LIMIT 1)
SELECT * FROM pg_toast.pg_toast_1255
SELECT ctid, * FROM customers
SELECT c.xmin FROM customers c
SELECT (c).xmax FROM customers c
SELECT tableoid, count(*) FROM customers GROUP BY 1
SELECT "cmin" FROM customers
SELECT customers.ctid::text FROM customers
SELECT * FROM customers WHERE ctid = '(0,1)'
SELECT max(xmin::text) FROM customers
SELECT id FROM customers ORDER BY ctid
SELECT * FROM customers c JOIN orders o ON c.ctid = o.ctid
SELECT * FROM customers JOIN orders USING (ctid)`),
  'dynamic SQL in strings': lines(`
SELECT query_to_xml('SELECT * FROM secrets', false, false, '')::text
SELECT query_to_xml_and_xmlschema('SELECT 1', true, true, '')
SELECT table_to_xml_and_xmlschema('secrets', true, true, '')
SELECT schema_to_xmlschema('public', true, true, '')
SELECT database_to_xml_and_xmlschema(true, true, '')
SELECT cursor_to_xmlschema('answer', true, true, '')
SELECT xpath('//*', query_to_xml('SELECT 1', true, true, ''))
SELECT xmlexists('//x' PASSING BY REF '<x/>')
SELECT * FROM XMLTABLE('/x' PASSING '<x/>' COLUMNS a text)
SELECT xml_is_well_formed('<a/>')
SELECT xmlagg(xmlelement(name x, name)) FROM customers
SELECT xmlforest(name) FROM customers
SELECT * FROM ts_stat($$SELECT to_tsvector(secret) FROM secrets$$)
SELECT ts_rewrite('a'::tsquery, $$SELECT 'a'::tsquery, 'b'::tsquery$$)
SELECT * FROM ts_parse('default', 'a b')
SELECT ts_debug('a')
SELECT ts_lexize('english_stem', 'stars')
SELECT * FROM ts_token_type('default')`),
  'writes inside SELECT': lines(`
SELECT * FROM orders TABLESAMPLE tsm_system_rows(1)
SELECT * FROM customers FOR UPDATE OF customers NOWAIT
SELECT * FROM customers c, LATERAL (SELECT * FROM orders o WHERE o.customer_id = c.id FOR SHARE) x
VALUES (1) FOR UPDATE
TABLE customers FOR UPDATE
SELECT 1 INTO TABLE x
WITH x AS MATERIALIZED (UPDATE customers SET credit = 1 RETURNING 1) SELECT 1
WITH RECURSIVE x AS (SELECT 1 UNION ALL (WITH y AS (DELETE FROM customers RETURNING 1) SELECT * FROM y)) SELECT * FROM x
WITH x AS (MERGE INTO customers c USING orders o ON c.id = o.id WHEN MATCHED THEN DELETE RETURNING 1) SELECT * FROM x
SELECT (WITH x AS (INSERT INTO orders DEFAULT VALUES RETURNING 1) SELECT * FROM x)
SELECT * FROM (VALUES (1)) v, LATERAL (DELETE FROM customers RETURNING 1) d`),
  'hidden keyword': lines(`
COPY (SELECT secret FROM secrets) TO PROGRAM 'cat'
COPY secrets TO STDOUT
EXPLAIN (ANALYZE, FORMAT JSON) SELECT pg_sleep(100)`),
  'schema changes': lines(`
CREATE TABLE x AS EXECUTE y
SECURITY LABEL FOR x ON ROLE postgres IS 'y'
ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO PUBLIC
DROP OWNED BY postgres
REASSIGN OWNED BY postgres TO x`),
  hangs: lines(`
SELECT count(*) FROM generate_series(1, 9999999999999)
SELECT count(*) FROM generate_series(timestamp '2000-01-01', timestamp '2100-01-01', interval '1 millisecond')
SELECT repeat(repeat(repeat('x', 1000), 1000), 1000)
SELECT length(repeat('x', 999999) || repeat(repeat('x', 999999), 999))
SELECT string_agg(repeat('x', 999999), '') FROM generate_series(1, 2000)
SELECT json_agg(o) FROM orders o, orders p, orders q, orders r
SELECT lpad('', 2147483647)
SELECT lpad('', 100000 * 10000)
SELECT rpad('x', (SELECT 2000000000))
SELECT repeat('x', (SELECT 1000000000))
SELECT repeat('x', 1e9::int)
SELECT factorial(100000)
SELECT exp(100000::numeric)
SELECT 9::numeric ^ 999999
SELECT repeat('9', 131072)::numeric * repeat('9', 131072)::numeric
SELECT 'a' ~ repeat('(a?){50}', 50)
SELECT 'aaaa' ~ '((((a{1,200}){1,200}){1,200}){1,200})'
SELECT repeat('a', 1000000) LIKE repeat('%a', 100000) || 'b'
SELECT to_tsvector(repeat('word ', 200000)) FROM orders a, orders b
SELECT (repeat('[', 100000) || repeat(']', 100000))::jsonb
SELECT array_fill(array_fill(1, ARRAY[1000]), ARRAY[1000000])
WITH RECURSIVE x(n) AS (SELECT 1 UNION SELECT n + 1 FROM x) SELECT max(n) FROM x
WITH RECURSIVE x(a) AS (SELECT ARRAY[1] UNION ALL SELECT a || a FROM x) SELECT max(cardinality(a)) FROM x
WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT x.n + o.id FROM x, orders o) SELECT count(*) FROM x
SELECT (SELECT count(*) FROM generate_series(1, 1000000) WHERE g <> 0) FROM generate_series(1, 1000000) g
SELECT count(DISTINCT random()) FROM generate_series(1, 9000000), generate_series(1, 10)
SELECT 1 FROM orders GROUP BY CUBE (id, customer_id, amount, status, placed, id + 1, id + 2, id + 3, id + 4, id + 5, id + 6, id + 7)`),
}
