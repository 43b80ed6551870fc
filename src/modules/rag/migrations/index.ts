import type { Migrations } from '../../../platform/db/migrate.ts'
import { passages } from './0001-passages.ts'
import { jobs } from './0002-jobs.ts'
import { vectors } from './0003-vectors.ts'
import { pending } from './0004-pending.ts'
import { indexedKey } from './0005-indexed-key.ts'
import { leads } from './0006-leads.ts'
import { stemsAnew } from './0007-stems-anew.ts'
import { segments } from './0008-segments.ts'

/** The steps of rag's tables, oldest first. */
export const ragMigrations: Migrations = [
  { name: '0001-passages', migration: passages },
  { name: '0002-jobs', migration: jobs },
  { name: '0003-vectors', migration: vectors },
  { name: '0004-pending', migration: pending },
  { name: '0005-indexed-key', migration: indexedKey },
  { name: '0006-leads', migration: leads },
  { name: '0007-stems-anew', migration: stemsAnew },
  { name: '0008-segments', migration: segments },
]
