import type { Ask } from './introspect.ts'

interface RoleRow {
  name: string
  superuser: boolean
  creates: boolean
  replication: boolean
  bypass: boolean
  powers: string[]
  writable: number
  owned: number
  creatable: string[]
  temporary: boolean
}

const roleSql = `
  SELECT rolname AS name, rolsuper AS superuser, rolcreaterole OR rolcreatedb AS creates, rolreplication AS replication,
    rolbypassrls AS bypass,
    ARRAY(SELECT p.rolname::text FROM pg_roles p WHERE p.rolname IN ('pg_read_server_files', 'pg_write_server_files',
      'pg_execute_server_program', 'pg_signal_backend', 'pg_monitor', 'pg_write_all_data', 'pg_checkpoint')
      AND pg_has_role(p.oid, 'MEMBER')) AS powers,
    (SELECT count(*)::int FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p') AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'
      AND has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')) AS writable,
    (SELECT count(*)::int FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'p', 'v', 'm')) AS owned,
    ARRAY(SELECT n.nspname::text FROM pg_namespace n WHERE n.nspname NOT LIKE 'pg\\_%'
      AND has_schema_privilege(n.oid, 'CREATE')) AS creatable,
    has_database_privilege(current_database(), 'TEMPORARY') AS temporary
  FROM pg_roles r WHERE rolname = current_user`

/** What the role of the connection may do beyond reading, each as a sentence; empty for a least-privilege role. */
export async function examineRole(ask: Ask): Promise<string[]> {
  const [role] = await ask<RoleRow>(roleSql)
  if (role === undefined) return ['The role of the connection cannot be looked up.']
  const found: [boolean, string][] = [
    [role.superuser, 'is a superuser: nothing in the server holds it'],
    [role.creates, 'may create roles or databases'],
    [role.replication, 'may replicate'],
    [role.bypass, 'bypasses row-level security'],
    [role.powers.length > 0, `is a member of ${role.powers.join(', ')}`],
    [role.writable > 0, `may write to ${role.writable} tables`],
    [role.owned > 0, `owns ${role.owned} tables or views, so row-level security does not hold for it`],
    [role.creatable.length > 0, `may create objects in ${role.creatable.join(', ')}`],
    [role.temporary, 'may create temporary tables'],
  ]
  return found.filter(([is]) => is).map(([, what]) => `The role "${role.name}" ${what}.`)
}

/** The SQL by which an administrator makes a role that can only read one schema. Run as owner of the database. */
export function leastPrivilegeSql(database: string, role: string, schema: string): string {
  const quote = (name: string) => `"${name.replaceAll('"', '""')}"`
  return `CREATE ROLE ${quote(role)} LOGIN PASSWORD 'change me' NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS CONNECTION LIMIT 30;
REVOKE TEMPORARY ON DATABASE ${quote(database)} FROM PUBLIC;
REVOKE CREATE ON SCHEMA ${quote(schema)} FROM PUBLIC;
GRANT CONNECT ON DATABASE ${quote(database)} TO ${quote(role)};
GRANT USAGE ON SCHEMA ${quote(schema)} TO ${quote(role)};
GRANT SELECT ON ALL TABLES IN SCHEMA ${quote(schema)} TO ${quote(role)};
ALTER DEFAULT PRIVILEGES IN SCHEMA ${quote(schema)} GRANT SELECT ON TABLES TO ${quote(role)};
ALTER ROLE ${quote(role)} SET default_transaction_read_only = on;
ALTER ROLE ${quote(role)} SET statement_timeout = '30s';
ALTER ROLE ${quote(role)} SET temp_file_limit = '1GB';
`
}
