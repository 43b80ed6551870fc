import { readFile, readdir, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import ignore, { type Ignore } from 'ignore'
import { AppError } from '../platform/errors.ts'

/** A file to be ingested: the name it is known by, and where it lies. */
export interface FoundFile {
  filename: string
  path: string
  size: number
}

const ignoreFiles = ['.gitignore', '.ai-agentignore']
const always = ['.*', 'node_modules', '__pycache__']

const rulesIn = async (folder: string): Promise<Ignore> => {
  const rules = ignore().add(always)
  for (const name of ignoreFiles) {
    const text = await readFile(join(folder, name), 'utf8').catch(() => '')
    rules.add(text)
  }
  return rules
}

interface Level {
  /** The rules of a folder apply to names relative to that folder. */
  rules: { rules: Ignore; from: string }[]
}

async function* walk(folder: string, name: string, level: Level): AsyncGenerator<FoundFile> {
  const rules = [...level.rules, { rules: await rulesIn(folder), from: `${name}/` }]
  const entries = await readdir(folder, { withFileTypes: true })
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const path = join(folder, entry.name)
    const filename = `${name}/${entry.name}`
    const ignored = rules.some(({ rules: one, from }) =>
      one.ignores(filename.slice(from.length) + (entry.isDirectory() ? '/' : '')),
    )
    if (ignored) continue
    if (entry.isDirectory()) yield* walk(path, filename, { rules })
    else if (entry.isFile()) yield { filename, path, size: (await stat(path)).size }
  }
}

/**
 * The files under paths, in a fixed order. A file below a folder is known by its path from that folder's name on:
 * `docs/guide/a.md`. Hidden files, and what `.gitignore` or `.ai-agentignore` name, are left out; links are not followed.
 * Throws `invalid` for a path that is not there.
 */
export async function* findFiles(paths: string[]): AsyncGenerator<FoundFile> {
  for (const given of paths) {
    const path = resolve(given)
    const found = await stat(path).catch(() => {
      throw new AppError('invalid', `${given}: there is no such file or folder`)
    })
    if (found.isDirectory()) yield* walk(path, basename(path), { rules: [] })
    else yield { filename: basename(path), path, size: found.size }
  }
}
