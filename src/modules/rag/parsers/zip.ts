import { archiveHolds, isUnsafeName, isZip, openArchive } from './archive.ts'
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
    if (archiveHolds(bytes, '[Content_Types].xml')) throw refusedPackage(context.filename ?? '')
    if (archiveHolds(bytes, 'Index/Document.iwa'))
      throw unreadable('unsupported_type', 'The file is of Apple iWork. Export it as PDF or as an Office file.')
    return Promise.resolve({ nested: membersOf(bytes, context.budget) })
  },
}

/** Packages of XML parts that no parser before this one took up: their parts are nothing to read one by one. */
function refusedPackage(filename: string): Error {
  if (/\.(?:doc|xls|ppt|dot|xlt|pot|pps)[xm]$/iu.test(filename))
    return unreadable('malformed', 'The Office file is damaged: its main part is missing. Open and save it again.')
  return unreadable('unsupported_type', 'The file is an Office package of a kind not read here. Save it as PDF.')
}

const unwanted = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\.git\/)/iu

async function* membersOf(bytes: Uint8Array, budget: Budget): AsyncGenerator<NestedFile | UnreadableFile> {
  const archive = await openArchive(bytes, budget)
  if (archive.entries.length === 0)
    throw unreadable('no_text', 'The archive is empty, so there is nothing to find in it.')
  for (const { name, read } of archive.entries) {
    if (unwanted.test(name)) continue
    if (isUnsafeName(name)) {
      yield { name, reason: 'malformed', message: 'The name leads out of the archive, so the file was not read.' }
      continue
    }
    try {
      yield { bytes: await read(), filename: name }
    } catch (error) {
      yield { name, ...failureOf(error) }
    }
  }
}
