import { AppError } from '../../platform/errors.ts'
import { say } from '../output.ts'
import type { Session } from '../session/index.ts'
import type { Root } from './files.ts'
import { isPresent, type Listing } from './listing.ts'
import { withPatience } from './patience.ts'
import type { IngestRecord } from './record.ts'

/** Which documents are removed once their files are gone: those that came from these folders, or all that are named alike. */
export type Pruning = 'own' | 'all'

const remove = async ({ clients, call }: Session<'rag'>, id: string): Promise<boolean> => {
  try {
    await withPatience(call().signal, () => clients.rag.deleteDocument({ id }, call()))
    return true
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return false
    throw error
  }
}

/** The documents that may be read whose names begin with a folder's. */
const namedLike = async ({ clients, call }: Session<'rag'>, { name }: Root): Promise<Map<string, string>> => {
  const found = new Map<string, string>()
  let cursor: string | undefined
  do {
    const input = { limit: 200, ...(cursor === undefined ? {} : { cursor }) }
    const page = await withPatience(call().signal, () => clients.rag.listDocuments(input, call()))
    for (const { id, source } of page.items) if (source.startsWith(`${name}/`)) found.set(id, source)
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
  return found
}

const hasFiles = ({ name }: Root, { present }: Listing): boolean =>
  [...present].some((one) => one === name || one.startsWith(`${name}/`))

/** Removes documents whose files are gone from a folder, and returns their names. */
export const prune = async (
  session: Session<'rag'>,
  root: Root,
  where: { record: IngestRecord; listing: Listing; pruning: Pruning },
): Promise<string[]> => {
  const { record, listing, pruning } = where
  const own = [...record.documents].filter(([, source]) => source.startsWith(`${root.name}/`))
  const others = await record.elsewhere()
  const candidates = pruning === 'all' ? await namedLike(session, root) : new Map(own.filter(([id]) => !others.has(id)))
  const gone = [...candidates].filter(([, source]) => !isPresent(source, listing.present))
  if (gone.length > 0 && !hasFiles(root, listing)) {
    say(
      `${root.path} holds no file now, as when a disk is not mounted; so its ${gone.length} documents stay. Delete them over HTTP if they must go.`,
    )
    return []
  }
  const removed: string[] = []
  const forgotten = new Set<string>()
  try {
    for (const [id, source] of gone) {
      if (await remove(session, id)) removed.push(source)
      forgotten.add(id)
    }
  } finally {
    await record.remove(forgotten)
  }
  return removed
}
