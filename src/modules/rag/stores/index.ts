import type { Knex } from 'knex'
import { systemClock, type Clock } from '../../../platform/clock.ts'
import { createLexicalStore } from './lexical-store.ts'
import type { PassageStore } from './passage-store.ts'
import { postgresText } from './postgres.ts'
import { createReaders } from './read.ts'
import { sqliteText } from './sqlite.ts'
import type { TextEngine } from './text-engine.ts'
import { deleteDocuments, replaceDocuments, type WriteHook } from './write.ts'

/** The databases that passages can live in. */
export const textEngines: readonly TextEngine[] = [sqliteText, postgresText]

/** A passage store on a database whose tables are up to date. `hooks` keep other indexes true within each write. */
export const createPassageStore = (
  database: { knex: Knex; dialect: 'sqlite' | 'postgres' },
  { clock = systemClock, hooks = [] }: { clock?: Clock; hooks?: readonly WriteHook[] } = {},
): PassageStore => {
  const text = database.dialect === 'sqlite' ? sqliteText : postgresText
  const context = { knex: database.knex, text, clock, hooks }
  return {
    ...createReaders(database.knex, database.dialect),
    lexical: createLexicalStore(database.knex, text),
    replaceDocuments: (entries, also) => replaceDocuments(context, entries, also),
    deleteDocuments: (ids) => deleteDocuments(context, ids),
  }
}
