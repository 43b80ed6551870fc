import type { Database } from '../../platform/db/connect.ts'
import { createUserTable, type UserTable } from './accounts/user-tables.ts'
import { createApiKeyTable, type ApiKeyTable } from './credentials/api-key-tables.ts'
import { createFailureTable, type FailureTable } from './credentials/failure-tables.ts'
import { createSessionTable, type SessionTable } from './credentials/session-tables.ts'
import { createKeyTable, type KeyTable } from './tokens/key-tables.ts'

/** All that auth keeps. */
export interface Tables {
  users: UserTable
  sessions: SessionTable
  apiKeys: ApiKeyTable
  failures: FailureTable
  keys: KeyTable
  /** A fact of this installation, made once: the first value given stays, and is answered, with whether it was given just now. */
  fact: (name: string, value: string) => Promise<{ value: string; made: boolean }>
}

/** Auth's tables in its own database. */
export const createTables = ({ knex }: Database): Tables => ({
  users: createUserTable(knex),
  sessions: createSessionTable(knex),
  apiKeys: createApiKeyTable(knex),
  failures: createFailureTable(knex),
  keys: createKeyTable(knex),
  fact: async (name, value) => {
    const made = await knex('installation').insert({ name, value }).onConflict('name').ignore().returning('name')
    if (made.length > 0) return { value, made: true }
    const row = await knex<{ name: string; value: string }>('installation').where({ name }).first()
    return { value: row?.value ?? value, made: false }
  },
})
