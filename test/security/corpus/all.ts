import { postgresAttacks } from './attacks-postgres.ts'
import { sqliteAttacks } from './attacks-sqlite.ts'
import { postgresHonest } from './honest-postgres.ts'
import { sharedHonest } from './honest-shared.ts'
import { sqliteHonest } from './honest-sqlite.ts'
import { morePostgresAttacks } from './more-attacks-postgres.ts'
import { moreSqliteAttacks } from './more-attacks-sqlite.ts'
import { morePostgresHonest, moreSharedHonest, moreSqliteHonest } from './more-honest.ts'

function merge(one: Record<string, string[]>, other: Record<string, string[]>): Record<string, string[]> {
  const kinds = new Set([...Object.keys(one), ...Object.keys(other)])
  return Object.fromEntries([...kinds].map((kind) => [kind, [...(one[kind] ?? []), ...(other[kind] ?? [])]]))
}

/** Attacks by class, and honest queries, of each dialect. */
export const corpus = {
  sqlite: {
    attacks: merge(sqliteAttacks, moreSqliteAttacks),
    honest: [...sharedHonest, ...moreSharedHonest, ...sqliteHonest, ...moreSqliteHonest],
  },
  postgres: {
    attacks: merge(postgresAttacks, morePostgresAttacks),
    honest: [...sharedHonest, ...moreSharedHonest, ...postgresHonest, ...morePostgresHonest],
  },
}
