import type { Migrations } from '../../../platform/db/migrate.ts'
import { answers } from './0001-answers.ts'
import { policies } from './0002-policies.ts'

/** The steps of the agent's tables, oldest first. */
export const agentMigrations: Migrations = [
  { name: '0001-answers', migration: answers },
  { name: '0002-policies', migration: policies },
]
