import { accessSync, constants } from 'node:fs'
import { AppError } from '../../platform/errors.ts'
import type { Session } from '../session/index.ts'
import type { FoundFile } from './files.ts'
import { withPatience } from './patience.ts'

/** What became of a document. */
export type Ingested = Awaited<ReturnType<Session<'rag'>['clients']['rag']['ingest']>>['documents'][number]

/** Who may read what is sent. */
export interface Audience {
  role: string[]
  private?: boolean
}

/** What is used of a session. */
export interface Receiver {
  clients: { rag: Pick<Session<'rag'>['clients']['rag'], 'ingest' | 'job'> }
  call: Session<'rag'>['call']
}

const batchFiles = 500
const batchBytes = 64 * 1_048_576
/** No server can be set to read a larger document. */
const largestDocument = 1_073_741_824

const batchesOf = (files: readonly FoundFile[]): FoundFile[][] => {
  const batches: FoundFile[][] = []
  let batch: FoundFile[] = []
  let bytes = 0
  for (const file of files) {
    if (batch.length > 0 && (batch.length >= batchFiles || bytes + file.size > batchBytes)) {
      batches.push(batch)
      batch = []
      bytes = 0
    }
    batch.push(file)
    bytes += file.size
  }
  return batch.length > 0 ? [...batches, batch] : batches
}

/** The outcome of a file that did not get as far as the server. */
export const unsent = ({ filename }: { filename: string }, reason: string, error: string): Ingested => ({
  id: '',
  title: filename,
  source: filename,
  status: 'failed',
  chunks: 0,
  error,
  reason,
})

/** Asked at once: so it takes a tenth of the time, and there are few hundred of them at a time. */
const isReadable = ({ path }: FoundFile): boolean => {
  try {
    accessSync(path, constants.R_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Sends files in batches, the next while one is under way, and yields what became of each batch with the files that were in it. A file that cannot be
 * read, or that is too large for the server, fails alone.
 */
export const createSender = (session: Receiver, audience: Audience) => {
  let tooLarge = largestDocument + 1

  const ingest = (files: readonly FoundFile[], progress: (finished: number) => void): Promise<Ingested[]> => {
    const input = {
      files: files.map(({ filename, path }) => ({ filename, path })),
      ...(audience.role.length > 0 ? { allowed_roles: audience.role } : {}),
      ...(audience.private ? { private: true } : {}),
    }
    const emit = (event: string, data: unknown) => {
      if (event === 'progress' && typeof data === 'object' && data !== null && 'finished' in data)
        progress(Number(data.finished))
    }
    const call = session.call({ emit })
    return withPatience(call.signal, async () => {
      const { job_id: id, status, documents } = await session.clients.rag.ingest(input, call)
      if (status === 'done' || status === 'cancelled') return documents
      // It was put off, as when the server's disk is full: it goes on by itself.
      return (await session.clients.rag.job({ id }, call)).documents
    })
  }

  const send = async (batch: readonly FoundFile[], progress: (finished: number) => void): Promise<Ingested[]> => {
    const readable = batch.map(isReadable)
    const gone = batch.filter((_, i) => !readable[i])
    const small = batch.filter(({ size }, i) => readable[i] && size < tooLarge)
    const large = batch.filter(({ size }, i) => readable[i] && size >= tooLarge)
    const failed = [
      ...gone.map((file) => unsent(file, 'not_found', 'It is gone, or you may not read it.')),
      ...large.map((file) => unsent(file, 'too_large', 'The file is larger than the server takes. Split it.')),
    ]
    if (small.length === 0) return failed
    try {
      return [...(await ingest(small, progress)), ...failed]
    } catch (error) {
      // A file that went away since it was looked at is found out when all are looked at again.
      if (error instanceof Error && 'syscall' in error) return [...(await send(small, progress)), ...failed]
      if (!(error instanceof AppError) || error.code !== 'too_large') throw error
      const [only] = small
      if (only && small.length === 1) {
        tooLarge = Math.min(tooLarge, only.size)
        return [unsent(only, 'too_large', error.message), ...failed]
      }
      const middle = Math.ceil(small.length / 2)
      const first = await send(small.slice(0, middle), progress)
      return [...first, ...(await send(small.slice(middle), (done) => progress(middle + done))), ...failed]
    }
  }

  return async function* (
    files: readonly FoundFile[],
    progress: (finished: number) => void,
  ): AsyncGenerator<{ files: FoundFile[]; documents: Ingested[] }> {
    const batches = batchesOf(files)
    const finished = batches.map(() => 0)
    const tell = (place: number, count: number): void => {
      finished[place] = count
      progress(finished.reduce((sum, each) => sum + each, 0))
    }
    const sending: Promise<Ingested[]>[] = []
    const start = (place: number): void => {
      const batch = batches[place]
      if (!batch) return
      const sent = send(batch, (count) => tell(place, count))
      // What goes wrong is said when its turn comes.
      sent.catch(() => undefined)
      sending.push(sent)
    }
    start(0)
    try {
      for (const [place, batch] of batches.entries()) {
        // While the server ends one batch, it can begin with the next.
        start(place + 1)
        const documents = (await sending[place]) ?? []
        tell(place, batch.length)
        yield { files: batch, documents }
      }
    } finally {
      await Promise.allSettled(sending)
    }
  }
}
