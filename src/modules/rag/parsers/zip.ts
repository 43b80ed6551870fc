import { isUnsafeName, isZip, openArchive } from './archive.ts'
import type { Budget } from './budget.ts'
import type { NestedFile, Parser, UnreadableFile } from './parser.ts'
import { failureOf, unreadable } from './unreadable.ts'

/** Zip archives: each member is read as a file of its own; asked last of those that are zip archives too. */
export const zipParser: Parser = {
  name: 'zip',
  extensions: ['.zip'],
  mediaTypes: ['application/zip', 'application/x-zip-compressed'],
  binaryKind: 'a zip archive',
  recognises: isZip,
  parse(bytes, context) {
    return Promise.resolve({ nested: membersOf(bytes, context.budget) })
  },
}

const unwanted = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\.git\/)/iu

async function* membersOf(bytes: Uint8Array, budget: Budget): AsyncGenerator<NestedFile | UnreadableFile> {
  const archive = await openArchive(bytes, budget)
  if (archive.entries.size === 0)
    throw unreadable('no_text', 'The archive is empty, so there is nothing to find in it.')
  for (const { name } of archive.entries.values()) {
    if (unwanted.test(name)) continue
    if (isUnsafeName(name)) {
      yield { name, reason: 'malformed', message: 'The name leads out of the archive, so the file was not read.' }
      continue
    }
    try {
      const member = await archive.read(name)
      if (member) yield { bytes: member, filename: name }
    } catch (error) {
      yield { name, ...failureOf(error) }
    }
  }
}
