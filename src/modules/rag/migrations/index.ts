import type { Migrations } from '../../../platform/db/migrate.ts'
import { passages } from './0001-passages.ts'
import { jobs } from './0002-jobs.ts'

/** The steps of rag's tables, oldest first. */
export const ragMigrations: Migrations = [
  { name: '0001-passages', migration: passages },
  { name: '0002-jobs', migration: jobs },
]
