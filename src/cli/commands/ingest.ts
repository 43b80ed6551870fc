import { EventEmitter, once } from 'node:events'
import { watch } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { SingleBar } from 'cli-progress'
import { AppError } from '../../platform/errors.ts'
import { Exit, exitCode } from '../exit.ts'
import { findFiles, type FoundFile } from '../files.ts'
import { print, printJson, say } from '../output.ts'
import { withSession, type Session } from '../session.ts'
import { withSessionFlags, type AddCommand, type SessionFlags } from './command.ts'

interface IngestFlags extends SessionFlags {
  json?: boolean
  prune?: boolean
  watch?: boolean
  role: string[]
  private?: boolean
}

const batchFiles = 500
const batchBytes = 64 * 1_048_576

async function* batches(files: AsyncIterable<FoundFile>): AsyncGenerator<FoundFile[]> {
  let batch: FoundFile[] = []
  let bytes = 0
  for await (const file of files) {
    if (batch.length > 0 && (batch.length >= batchFiles || bytes + file.size > batchBytes)) {
      yield batch
      batch = []
      bytes = 0
    }
    batch.push(file)
    bytes += file.size
  }
  if (batch.length > 0) yield batch
}

type Ingested = Awaited<ReturnType<Session['clients']['rag']['ingest']>>['documents'][number]

/** Sends a batch, waiting as long as a server asks to when it takes no more just now. */
const send = async (
  session: Session,
  files: FoundFile[],
  flags: IngestFlags,
  progress: (finished: number) => void,
): Promise<Ingested[]> => {
  const input = {
    files: files.map(({ filename, path }) => ({ filename, path })),
    ...(flags.role.length > 0 ? { allowed_roles: flags.role } : {}),
    ...(flags.private ? { private: true } : {}),
  }
  const emit = (event: string, data: unknown) => {
    if (event === 'progress' && typeof data === 'object' && data !== null && 'finished' in data)
      progress(Number(data.finished))
  }
  for (;;) {
    try {
      const { documents } = await session.clients.rag.ingest(input, session.call({ emit }))
      return documents
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'too_many') throw error
      say(`The server takes no more just now; going on in ${error.details.retryAfter ?? 1} s.`)
      await pause((error.details.retryAfter ?? 1) * 1000)
    }
  }
}

/** Whether a file is still there, or the archive or letter that it was found in. */
const isPresent = (source: string, present: Set<string>): boolean => {
  for (let end = source.length; end > 0; end = source.lastIndexOf('/', end - 1))
    if (present.has(source.slice(0, end))) return true
  return false
}

/** Removes what was ingested from these folders before and is gone from them now. */
const prune = async (session: Session, roots: Set<string>, present: Set<string>): Promise<string[]> => {
  const removed: string[] = []
  let cursor: string | undefined
  do {
    const page = await session.clients.rag.listDocuments({ limit: 200, ...(cursor ? { cursor } : {}) }, session.call())
    for (const { id, source } of page.items) {
      const root = source.split('/')[0] ?? ''
      if (!source.includes('/') || !roots.has(root) || isPresent(source, present)) continue
      await session.clients.rag.deleteDocument({ id }, session.call())
      removed.push(source)
    }
    cursor = page.next_cursor ?? undefined
  } while (cursor !== undefined)
  return removed
}

const ingestOnce = async (session: Session, paths: string[], flags: IngestFlags): Promise<Ingested[]> => {
  const present = new Set<string>()
  let total = 0
  for await (const file of findFiles(paths)) {
    present.add(file.filename)
    total += 1
  }
  const bar = new SingleBar({
    format: 'ingesting {bar} {value}/{total} files, {eta_formatted} left',
    stream: process.stderr,
    noTTYOutput: false,
  })
  const showing = process.stderr.isTTY && !flags.json && total > 0
  if (showing) bar.start(total, 0)
  const documents: Ingested[] = []
  try {
    for await (const batch of batches(findFiles(paths)))
      documents.push(
        ...(await send(session, batch, flags, (finished) => showing && bar.update(documents.length + finished))),
      )
    if (showing) bar.update(total)
  } finally {
    if (showing) bar.stop()
  }
  if (flags.prune) {
    const roots = new Set([...present].filter((name) => name.includes('/')).map((name) => name.split('/')[0] ?? ''))
    for (const source of await prune(session, roots, present)) if (!flags.json) print(`removed    ${source}`)
  }
  return documents
}

const report = (documents: Ingested[], flags: IngestFlags): void => {
  if (flags.json) return printJson({ documents })
  const counts = new Map<string, number>()
  for (const { status, source, error } of documents) {
    counts.set(status, (counts.get(status) ?? 0) + 1)
    if (status === 'failed') say(`failed     ${source}: ${error ?? 'for an unknown reason'}`)
  }
  const summary = [...counts].map(([status, count]) => `${count} ${status}`).join(', ')
  print(documents.length === 0 ? 'Nothing to ingest.' : `${summary}.`)
}

/** Runs again whenever something below the paths changes, until interrupted. */
const keepWatching = async (session: Session, paths: string[], flags: IngestFlags): Promise<void> => {
  const { signal } = session.call()
  const changes = new EventEmitter()
  let changed = false
  const watchers = paths.map((path) =>
    watch(path, { recursive: true }, () => {
      changed = true
      changes.emit('change')
    }),
  )
  say('Watching for changes; Ctrl-C ends it.')
  try {
    while (!signal.aborted) {
      if (!changed) await once(changes, 'change', { signal })
      // An editor saves in several steps; what is still being written is seen by the next round.
      await pause(300, undefined, { signal })
      changed = false
      report(await ingestOnce(session, paths, flags), flags)
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    for (const watcher of watchers) watcher.close()
  }
}

const collect = (value: string, all: string[]): string[] => [...all, value]

/** `ai-agent ingest PATH…`: files and folders into the index. */
export const addIngest: AddCommand = (program) => {
  const command = program
    .command('ingest')
    .description('add files and folders to the documents; what has not changed costs nothing')
    .argument('<paths...>', 'files or folders')
    .option('--prune', 'remove documents of these folders that are gone from them')
    .option('--watch', 'go on, ingesting whatever changes')
    .option('--role <role>', 'only this role may read them; can be given again', collect, [])
    .option('--private', 'only you may read them')
    .option('--json', 'print the outcome of every file as JSON')
  withSessionFlags(command).action(async (paths: string[], flags: IngestFlags) => {
    await withSession(flags, async (session) => {
      const documents = await ingestOnce(session, paths, flags)
      report(documents, flags)
      if (flags.watch) return keepWatching(session, paths, flags)
      if (documents.some(({ status }) => status === 'failed')) throw new Exit(exitCode.negative)
    })
  })
}
