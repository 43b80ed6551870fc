import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { createSqliteDemo } from './database/sqlite.ts'
import { documentNames, writeDemoDocuments } from './documents/write-demo-documents.ts'

/** The demo on this machine: the database's file, the documents' files, and the day both were made for. */
export interface Demo {
  databasePath: string
  documents: string[]
  madeOn: string
  /** False when the database was there already. */
  created: boolean
}

/**
 * Makes the demo company in a folder: `quillmere.sqlite` and `documents/`. What is there already stays as it is, so the
 * documents are written for the day of the database. Throws `AppError` `conflict` when the file is another database.
 */
export async function prepareDemo({ folder, today }: { folder: string; today: string }): Promise<Demo> {
  const databasePath = join(folder, 'quillmere.sqlite')
  const { created, madeOn } = createSqliteDemo({ path: databasePath, today })
  const documentsFolder = join(folder, 'documents')
  const documents = documentNames.map((name) => join(documentsFolder, name))
  if (created || !documents.every((path) => existsSync(path)))
    await writeDemoDocuments(documentsFolder, { today: madeOn })
  return { databasePath, created, madeOn, documents }
}
