import { setTimeout as pause } from 'node:timers/promises'
import { InvalidArgumentError } from 'commander'
import { roles } from '../../contract/roles.ts'
import { AppError } from '../../platform/errors.ts'
import { Exit, exitCode } from '../exit.ts'
import type { FoundFolder } from '../ingest/files.ts'
import { listFiles, type Listing } from '../ingest/listing.ts'
import { createProgress } from '../ingest/progress.ts'
import { prune, type Pruning } from '../ingest/prune.ts'
import { openRecord } from '../ingest/record.ts'
import { createSender, unsent, type Audience, type Ingested } from '../ingest/send.ts'
import { createWatch } from '../ingest/watch.ts'
import { oneLine, print, printJson, say } from '../output.ts'
import { withSession, type Session } from '../session/index.ts'
import { withSessionFlags, type AddCommand, type SessionFlags } from './command.ts'

interface IngestFlags extends SessionFlags, Audience {
  json?: boolean
  prune?: boolean
  pruneAll?: boolean
  watch?: boolean
}

/** What a run did. */
interface Round {
  documents: Ingested[]
  removed: string[]
}

interface Work {
  session: Session<'rag'>
  paths: string[]
  flags: IngestFlags
}

/** Ingests what is under the paths, but for what `sent` says was so before; what is taken is noted there. */
const ingestOnce = async (
  { session, paths, flags }: Work,
  sent: Map<string, string>,
  entering?: (folder: FoundFolder) => void,
): Promise<Round> => {
  const listing: Listing = await listFiles(paths, entering)
  const home = await session.records()
  const records = await Promise.all(
    listing.roots.map(async (root) => ({ root, record: await openRecord(home, root.path) })),
  )
  const files = listing.files.filter(({ filename, stamp }) => sent.get(filename) !== stamp)
  const unread = listing.unread.filter(({ filename, error }) => sent.get(filename) !== error)
  for (const { filename, error } of unread) sent.set(filename, error)
  const documents = unread.map((one) => unsent(one, 'not_found', one.error))
  const removed: string[] = []
  const progress = files.length > 0 && !flags.json ? createProgress(files.length) : undefined
  try {
    for await (const batch of createSender(session, flags)(files, (finished) => progress?.update(finished))) {
      for (const { root, record } of records)
        await record.add(batch.documents.filter(({ source }) => source.startsWith(`${root.name}/`)))
      for (const { filename, stamp } of batch.files) sent.set(filename, stamp)
      documents.push(...batch.documents)
    }
  } finally {
    progress?.stop()
  }
  for (const filename of sent.keys()) if (!listing.present.has(filename)) sent.delete(filename)
  const pruning: Pruning | undefined = flags.pruneAll ? 'all' : flags.prune ? 'own' : undefined
  if (pruning)
    for (const { root, record } of records) removed.push(...(await prune(session, root, { record, listing, pruning })))
  return { documents, removed }
}

const statuses = ['indexed', 'updated', 'unchanged', 'failed']

const report = ({ documents, removed }: Round, flags: IngestFlags): void => {
  if (flags.json) return printJson({ documents, removed })
  const counts = new Map<string, number>(statuses.map((status) => [status, 0]))
  for (const { status, source, error, warnings = [] } of documents) {
    counts.set(status, (counts.get(status) ?? 0) + 1)
    if (status === 'failed') say(`failed     ${oneLine(source)}: ${error ?? 'for an unknown reason'}`)
    for (const warning of warnings) say(`warning    ${oneLine(source)}: ${oneLine(warning)}`)
  }
  for (const source of removed) print(`removed    ${oneLine(source)}`)
  const summary = [...counts].flatMap(([status, count]) => (count > 0 ? `${count} ${status}` : [])).join(', ')
  if (summary !== '') print(`${summary}.`)
  else if (removed.length === 0) print('Nothing to ingest.')
}

/** Runs again whenever something below the paths changes, until interrupted. */
const keepWatching = async (work: Work): Promise<void> => {
  const { signal } = work.session.call()
  const watch = createWatch()
  const sent = new Map<string, string>()
  const round = async (): Promise<Round> => {
    const folders = new Set<string>()
    const done = await ingestOnce(work, sent, (folder) => {
      folders.add(folder.path)
      watch.add(folder)
    })
    watch.keepOnly(folders)
    return done
  }
  try {
    report(await round(), work.flags)
    say('Watching for changes; Ctrl-C ends it.')
    for (;;) {
      await watch.next(signal)
      // An editor saves in several steps; what is still being written is seen by the next round.
      await pause(300, undefined, { signal })
      try {
        const done = await round()
        if (done.documents.length + done.removed.length > 0) report(done, work.flags)
      } catch (error) {
        // A server that is away, a folder that is not mounted: they may come back.
        if (signal.aborted || !(error instanceof AppError)) throw error
        say(`ai-agent: ${error.message}`)
      }
    }
  } finally {
    watch.close()
  }
}

/** What only a role that nobody has may read would be lost. */
const collectRole = (role: string, all: string[]): string[] => {
  if (!roles.some((known) => known === role)) throw new InvalidArgumentError(`The roles are ${roles.join(', ')}.`)
  return [...all, role]
}

/** `ai-agent ingest PATH…`: files and folders into the index. */
export const addIngest: AddCommand = (program) => {
  const command = program
    .command('ingest')
    .description('add files and folders to the documents; what has not changed costs nothing')
    .argument('<paths...>', 'files or folders')
    .option('--prune', 'remove what earlier runs here ingested from these folders and is gone from them')
    .option('--prune-all', 'remove also what others ingested from folders of the same name')
    .option('--watch', 'go on, ingesting whatever changes')
    .option('--role <role>', 'only this role may read them; can be given again', collectRole, [])
    .option('--private', 'only you may read them')
    .option('--json', 'print the outcome of every file as JSON')
  withSessionFlags(command).action(async (paths: string[], flags: IngestFlags) => {
    await withSession(flags, ['rag'], async (session) => {
      const { signal } = session.call()
      const work = { session, paths, flags }
      try {
        if (flags.watch) return await keepWatching(work)
        const done = await ingestOnce(work, new Map())
        report(done, flags)
        if (done.documents.some(({ status }) => status === 'failed')) throw new Exit(exitCode.negative)
      } catch (error) {
        if (!signal.aborted) throw error
        if (flags.watch) return
        throw new Exit(exitCode.negative, 'Interrupted. What was sent is kept; run it again to go on.')
      }
    })
  })
}
