import type { Migrations } from '../../../platform/db/migrate.ts'
import { accounts } from './0001-accounts.ts'

/** The steps of auth's tables, oldest first. */
export const authMigrations: Migrations = [{ name: '0001-accounts', migration: accounts }]
