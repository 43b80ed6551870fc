import type { DatabaseSchema } from '../../sql/schema.ts'
import type { AskableDatabase } from '../engine.ts'
import { guessMeasures, writtenMeasures, type Measure } from './schema/measures.ts'
import { indexSchema, type SchemaIndex } from './schema/schema-index.ts'
import type { DatabaseSemantics } from './schema/semantics.ts'
import { fillValues, type FillProgress } from './values/fill-values.ts'
import { createValueIndex, type ValueIndex } from './values/value-index.ts'

/** What the engine remembers of a database: its schema prepared, and its values as far as they are read. */
export interface PreparedDatabase {
  schema: SchemaIndex
  values: ValueIndex
  measures: Measure[]
  /** Ends when all values are read. */
  filled: Promise<void>
  /** Reads these tables before others; ends when their first rows are read. */
  readFirst(tables: readonly number[]): Promise<void>
  progress: FillProgress
  filledAt: number | undefined
}

/** Remembers databases by key; the least recently asked is forgotten first. */
export interface Preparations {
  /** Prepares a database, or finds it prepared. Returns at once; values come in the background. */
  prepare(database: AskableDatabase): PreparedDatabase
  forget(key: string): void
}

/** A schema that is looked at anew is another object though nothing has changed; row counts change all the time. */
function isSameSchema(one: DatabaseSchema, other: DatabaseSchema): boolean {
  if (one === other) return true
  const shape = ({ tables }: DatabaseSchema) =>
    JSON.stringify(tables, (name, value: unknown) => (name === 'rowCount' ? undefined : value))
  return shape(one) === shape(other)
}

/** Makes the memory. `now` in milliseconds; values are read anew when older than `maxAgeMs`. */
export function createPreparations(settings: {
  semantics: Record<string, DatabaseSemantics>
  now: () => number
  maxAgeMs: number
  capacity?: number
}): Preparations {
  const known = new Map<string, PreparedDatabase & { source: AskableDatabase['schema'] }>()
  const capacity = settings.capacity ?? 16

  async function fill(entry: PreparedDatabase, database: AskableDatabase, index: ValueIndex): Promise<void> {
    const { urgent, seen, readFirst } = createUrgency()
    entry.readFirst = readFirst
    const report = (progress: FillProgress) => {
      entry.progress = progress
    }
    entry.values = await fillValues(database, entry.schema, { report, index, urgent, seen })
    entry.filledAt = settings.now()
  }

  return {
    prepare(database) {
      const found = known.get(database.key)
      if (found !== undefined && isSameSchema(found.source, database.schema)) {
        found.source = database.schema
        known.delete(database.key)
        known.set(database.key, found)
        if (found.filledAt !== undefined && settings.now() - found.filledAt > settings.maxAgeMs) {
          found.filledAt = undefined
          found.filled = fill(found, database, createValueIndex())
        }
        return found
      }
      const semantics = settings.semantics[database.name] ?? {}
      const schema = indexSchema(database.schema, semantics)
      const entry = {
        source: database.schema,
        schema,
        measures: measuresOf(semantics, schema),
        values: createValueIndex(),
        progress: { done: 0, total: 0 },
        filledAt: undefined as number | undefined,
        filled: Promise.resolve(),
        readFirst: () => Promise.resolve(),
      }
      entry.filled = fill(entry, database, entry.values)
      known.set(database.key, entry)
      const oldest = known.keys().next().value
      if (known.size > capacity && oldest !== undefined) known.delete(oldest)
      return entry
    },
    forget: (key) => void known.delete(key),
  }
}

/** Keeps which tables are wanted before others, and who waits for them. */
function createUrgency(): {
  urgent: Set<number>
  seen: (table: number) => void
  readFirst: (tables: readonly number[]) => Promise<void>
} {
  const urgent = new Set<number>()
  const read = new Set<number>()
  const waiting: { tables: readonly number[]; resolve: () => void }[] = []
  const isRead = (tables: readonly number[]) => tables.every((table) => read.has(table))
  return {
    urgent,
    seen(table) {
      read.add(table)
      for (const each of waiting.filter(({ tables }) => isRead(tables))) each.resolve()
    },
    readFirst(tables) {
      for (const table of tables) urgent.add(table)
      return isRead(tables) ? Promise.resolve() : new Promise((resolve) => waiting.push({ tables, resolve }))
    },
  }
}

/** What the owner wrote, then guesses. */
function measuresOf(semantics: DatabaseSemantics, schema: SchemaIndex): Measure[] {
  const written = writtenMeasures(semantics, schema)
  return [...written, ...guessMeasures(schema)]
}
