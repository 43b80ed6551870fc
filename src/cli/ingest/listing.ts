import { findFiles, rootsOf, type FoundFile, type FoundFolder, type Root, type Unread } from './files.ts'

/** All that is under some paths at one time. */
export interface Listing {
  files: FoundFile[]
  unread: Unread[]
  /** The names of all that is there, also of folders that cannot be read. */
  present: ReadonlySet<string>
  roots: Root[]
}

/**
 * Lists what is under paths; of two files that would be known by one name only the first counts. `entering` hears of each
 * folder before it is read.
 */
export const listFiles = async (
  paths: readonly string[],
  entering: (folder: FoundFolder) => void = () => undefined,
): Promise<Listing> => {
  const pathOf = new Map<string, string>()
  const files: FoundFile[] = []
  const unread: Unread[] = []
  const roots = await rootsOf(paths)
  for await (const found of findFiles(paths)) {
    if (found.kind === 'folder') {
      entering(found)
      continue
    }
    const { filename } = found
    const path = found.kind === 'file' ? found.path : ''
    const before = pathOf.get(filename)
    if (before === path) continue
    if (before === undefined) pathOf.set(filename, path)
    if (found.kind === 'unread') unread.push(found)
    else if (before === undefined) files.push(found)
    else
      unread.push({
        kind: 'unread',
        filename,
        error: `Another file is known by this name already: ${before || 'one that cannot be read'}. Ingest their folder's parent, or rename one.`,
      })
  }
  return { files, unread, present: new Set(pathOf.keys()), roots }
}

/** Whether a file is still there, or what it was found in: an archive, a letter, a folder that cannot be read. */
export const isPresent = (source: string, present: ReadonlySet<string>): boolean => {
  for (let end = source.length; end > 0; end = source.lastIndexOf('/', end - 1))
    if (present.has(source.slice(0, end))) return true
  return false
}
