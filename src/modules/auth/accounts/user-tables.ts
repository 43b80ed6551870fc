import type { Knex } from 'knex'
import { z } from 'zod'
import { roles, type Role } from '../../../contract/roles.ts'

/** A user as auth keeps them. Times are RFC 3339. */
export interface User {
  id: string
  username: string
  email: string | null
  role: Role
  passwordHash: string
  /** How the password was prepared before bcrypt. */
  passwordScheme: string
  attributes: Record<string, unknown>
  disabledAt: string | null
  createdAt: string
  updatedAt: string
  lastLoginAt: string | null
}

/** What can be changed of a user. */
export type UserChanges = Partial<Omit<User, 'id' | 'username' | 'createdAt'>>

/** Users, by id and by name. */
export interface UserTable {
  /** False when the name is taken. */
  insert(user: User): Promise<boolean>
  byId(id: string): Promise<User | undefined>
  byName(username: string): Promise<User | undefined>
  /** In the order of their ids, which is that of their making. */
  list(page: { after?: string; username?: string; limit: number }): Promise<User[]>
  count(): Promise<number>
  /** `kept` unless it would leave no enabled admin; then nothing is changed and it is `last_admin`. */
  update(id: string, changes: UserChanges): Promise<'kept' | 'last_admin'>
  delete(id: string): Promise<'kept' | 'last_admin'>
}

/** The spelling under which a name is unique: case does not tell users apart. */
export const nameKey = (username: string): string => username.normalize('NFKC').toLowerCase()

/** A row of `users`. */
export const userRow = z
  .object({
    id: z.string(),
    username: z.string(),
    email: z.string().nullable(),
    role: z.enum(roles),
    password_hash: z.string(),
    password_scheme: z.string(),
    attributes: z.string(),
    disabled_at: z.string().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
    last_login_at: z.string().nullable(),
  })
  .transform((row): User => ({
    id: row.id,
    username: row.username,
    email: row.email,
    role: row.role,
    passwordHash: row.password_hash,
    passwordScheme: row.password_scheme,
    attributes: z.record(z.string(), z.unknown()).parse(JSON.parse(row.attributes)),
    disabledAt: row.disabled_at,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    lastLoginAt: row.last_login_at,
  }))

const columnsOf = (changes: UserChanges): Record<string, unknown> => {
  const columns = {
    email: changes.email,
    role: changes.role,
    password_hash: changes.passwordHash,
    password_scheme: changes.passwordScheme,
    attributes: changes.attributes === undefined ? undefined : JSON.stringify(changes.attributes),
    disabled_at: changes.disabledAt,
    updated_at: changes.updatedAt,
    last_login_at: changes.lastLoginAt,
  }
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined))
}

/** Does a change unless it leaves no enabled admin. The admins' rows are locked, so that two cannot remove each other. */
const keepingAnAdmin = (
  knex: Knex,
  change: (transaction: Knex.Transaction) => Promise<unknown>,
): Promise<'kept' | 'last_admin'> => {
  const lastAdmin = new Error('the last admin')
  const admins = (transaction: Knex.Transaction) =>
    transaction('users').where({ role: 'admin' }).whereNull('disabled_at').select('id')
  return knex
    .transaction(async (transaction) => {
      const before = await admins(transaction).orderBy('id').forUpdate()
      await change(transaction)
      const after = await admins(transaction)
      if (before.length > 0 && after.length === 0) throw lastAdmin
      return 'kept' as const
    })
    .catch((error: unknown) => {
      if (error === lastAdmin) return 'last_admin'
      throw error
    })
}

/** The rows of users. */
export const createUserTable = (knex: Knex): UserTable => {
  const one = async (column: string, value: string): Promise<User | undefined> => {
    const row: unknown = await knex('users').where(column, value).first()
    return row === undefined ? undefined : userRow.parse(row)
  }
  return {
    insert: async (user) => {
      const made = await knex('users')
        .insert({
          id: user.id,
          username: user.username,
          username_key: nameKey(user.username),
          created_at: user.createdAt,
          ...columnsOf(user),
        })
        .onConflict('username_key')
        .ignore()
        .returning('id')
      return made.length > 0
    },
    byId: (id) => one('id', id),
    byName: (username) => one('username_key', nameKey(username)),
    list: async ({ after, username, limit }) => {
      const query = knex('users').orderBy('id').limit(limit)
      if (after !== undefined) query.where('id', '>', after)
      if (username !== undefined) query.where('username_key', nameKey(username))
      const rows: unknown[] = await query
      return rows.map((row) => userRow.parse(row))
    },
    count: async () => {
      const rows = await knex('users').count({ users: '*' })
      return Number(rows[0]?.['users'] ?? 0)
    },
    update: async (id, changes) => {
      const change = (database: Knex) => database('users').where({ id }).update(columnsOf(changes))
      if (changes.role !== undefined || changes.disabledAt !== undefined) return keepingAnAdmin(knex, change)
      await change(knex)
      return 'kept'
    },
    delete: (id) => keepingAnAdmin(knex, (transaction) => transaction('users').where({ id }).delete()),
  }
}
