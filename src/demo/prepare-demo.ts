import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createSqliteDemo } from './database/sqlite.ts'

/** Where the demo company lies, and what day it is there. */
export interface DemoPlace {
  folder: string
  today: string
}

/** The demo's database on this machine. */
export interface Demo {
  databasePath: string
  /** The day it was made for. */
  madeOn: string
  /** False when it was there already. */
  created: boolean
}

/**
 * Makes the demo company's database in a folder: `quillmere.sqlite`. One that is there already stays as it is. Throws
 * `AppError` `conflict` when the file is another database.
 */
export function prepareDemo({ folder, today }: DemoPlace): Demo {
  const databasePath = join(folder, 'quillmere.sqlite')
  const { created, madeOn } = createSqliteDemo({ path: databasePath, today })
  return { databasePath, created, madeOn }
}

/** Writes the demo company's documents into a folder, for the day of the database there, unless all are there already; and returns their paths. */
export async function prepareDemoDocuments(place: DemoPlace): Promise<string[]> {
  const { created, madeOn } = prepareDemo(place)
  // Loaded here: a PDF is made once, and the database is asked for often.
  const { documentNames, writeDemoDocuments } = await import('./documents/write-demo-documents.ts')
  const folder = join(place.folder, 'documents')
  const documents = documentNames.map((name) => join(folder, name))
  if (!created && documents.every((path) => existsSync(path))) return documents
  return writeDemoDocuments(folder, { today: madeOn })
}
