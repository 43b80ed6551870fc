import { readFile, readdir, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import ignore, { type Ignore } from 'ignore'
import { AppError } from '../../platform/errors.ts'

/** A file to be ingested: the name it is known by, where it lies, and a stamp that is another after it was written to. */
export interface FoundFile {
  kind: 'file'
  filename: string
  path: string
  size: number
  stamp: string
}

/** A folder that is read next, with the number by which the machine tells it from another at the same path. */
export interface FoundFolder {
  kind: 'folder'
  path: string
  inode: number
}

/** A file or folder that is there and cannot be read, and why. */
export interface Unread {
  kind: 'unread'
  filename: string
  error: string
}

/** What is under the paths that were given. */
export type Found = FoundFile | FoundFolder | Unread

const ignoreFiles = ['.gitignore', '.ai-agentignore']
const newRules = (): Ignore => ignore({ ignorecase: false, allowRelativePaths: true })
const always = newRules().add(['.*', 'node_modules', '__pycache__'])

const codeOf = (error: unknown): unknown => (error instanceof Error && 'code' in error ? error.code : undefined)
const isGone = (error: unknown): boolean => codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR'

const reasonOf = (error: unknown): string => {
  const code = codeOf(error)
  if (code === 'EACCES' || code === 'EPERM') return 'You may not read it.'
  if (code === 'ENAMETOOLONG') return 'Its path is too long for this machine.'
  return `It cannot be read (${String(code)}).`
}

/** The rules of a folder apply to names relative to that folder. */
interface Level {
  rules: Ignore
  from: number
}

const rulesIn = async (folder: string): Promise<Ignore> => {
  const rules = newRules()
  for (const name of ignoreFiles)
    rules.add(
      await readFile(join(folder, name), 'utf8').catch((error: unknown) => {
        if (isGone(error) || codeOf(error) === 'EISDIR') return ''
        throw error
      }),
    )
  return rules
}

/** As git has it: the rules nearest to a file have the last word. */
const isIgnored = (filename: string, name: string, levels: readonly Level[]): boolean => {
  if (always.ignores(name)) return true
  for (const { rules, from } of levels.toReversed()) {
    const { ignored, unignored } = rules.test(filename.slice(from))
    if (ignored || unignored) return ignored
  }
  return false
}

const stampOf = ({ mtimeMs, ctimeMs, size, ino }: Awaited<ReturnType<typeof stat>>): string =>
  [mtimeMs, ctimeMs, size, ino].join(' ')

/** What no header of an upload can hold. */
const unsendable = /[^\P{Cc}\t\n\r]/u

const lookAt = async (path: string, filename: string): Promise<Found | undefined> => {
  if (unsendable.test(filename))
    return { kind: 'unread', filename, error: 'Its name has control characters. Rename the file or its folder.' }
  try {
    const found = await stat(path)
    return { kind: 'file', filename, path, size: found.size, stamp: stampOf(found) }
  } catch (error) {
    if (filename.includes('\uFFFD'))
      return { kind: 'unread', filename, error: 'Its name is not in UTF-8. Rename the file.' }
    return isGone(error) ? undefined : { kind: 'unread', filename, error: reasonOf(error) }
  }
}

const folderAt = async (path: string): Promise<FoundFolder | undefined> =>
  stat(path).then(
    ({ ino }) => ({ kind: 'folder', path, inode: ino }),
    () => undefined,
  )

async function* walk(folder: string, name: string, outer: readonly Level[]): AsyncGenerator<Found> {
  const found = await folderAt(folder)
  if (found) yield found
  let levels: Level[]
  let entries
  try {
    levels = [...outer, { rules: await rulesIn(folder), from: name.length + 1 }]
    entries = await readdir(folder, { withFileTypes: true })
  } catch (error) {
    if (!isGone(error)) yield { kind: 'unread', filename: name, error: reasonOf(error) }
    return
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const path = join(folder, entry.name)
    const filename = `${name}/${entry.name}`
    if (isIgnored(entry.isDirectory() ? `${filename}/` : filename, entry.name, levels)) continue
    if (entry.isDirectory()) yield* walk(path, filename, levels)
    else if (entry.isFile()) {
      const found = await lookAt(path, filename)
      if (found) yield found
    }
  }
}

const statGiven = async (given: string): Promise<{ path: string; isFolder: boolean }> => {
  if (given === '') throw new AppError('invalid', 'A path is empty. Name a file or a folder ("." is this one).')
  const path = resolve(given)
  const found = await stat(path).catch((error: unknown) => {
    throw new AppError('invalid', `${given}: ${isGone(error) ? 'there is no such file or folder' : reasonOf(error)}`)
  })
  if (!found.isDirectory() && !found.isFile())
    throw new AppError('invalid', `${given}: this is neither a file nor a folder`)
  return { path, isFolder: found.isDirectory() }
}

/** A folder that was given: its true path, and the name that the names of its files begin with. */
export interface Root {
  path: string
  name: string
}

/** The folders among paths. Throws `invalid` for a path that is not there. */
export const rootsOf = async (paths: readonly string[]): Promise<Root[]> => {
  const given = await Promise.all(paths.map(statGiven))
  const folders = given.filter(({ isFolder }) => isFolder)
  return Promise.all(folders.map(async ({ path }) => ({ path: await realpath(path), name: basename(path) })))
}

/**
 * What is under paths, in a fixed order. A file below a folder is known by its path from that folder's name on:
 * `docs/guide/a.md`. Hidden files, and what `.gitignore` or `.ai-agentignore` name, are left out; links are not followed.
 * Throws `invalid` for a path that is not there.
 */
export async function* findFiles(paths: readonly string[]): AsyncGenerator<Found> {
  for (const given of paths) {
    const { path, isFolder } = await statGiven(given)
    if (isFolder) {
      yield* walk(path, basename(path), [])
      continue
    }
    for (const found of [await folderAt(dirname(path)), await lookAt(path, basename(path))]) if (found) yield found
  }
}
