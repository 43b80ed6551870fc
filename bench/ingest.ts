/**
 * Ingestion, from files to searchable.
 *
 * `npx tsx bench/ingest.ts speed [--files 5000] [--folder DIR] [--langchain DIR]`
 *   files a second, after a warm-up of 500 others on both sides; with a folder in which `npm i @langchain/textsplitters @langchain/core @langchain/classic` was done,
 *   the same files through LangChain.js: read, split recursively (1000/200), put into its in-memory store with one
 *   and the same vector for each (no embeddings).
 * `npx tsx bench/ingest.ts memory [--megabytes 1024] [--file-kilobytes 256]`
 *   the most memory that this process and its children hold together while so much text is ingested: a fifth of it in files
 *   of 24 MB, the rest in small ones, and one file of 100 MB, which must be refused.
 */
import { appendFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import type { Call } from '../src/contract/operation.ts'
import { ragMigrations } from '../src/modules/rag/migrations/index.ts'
import { countPending } from '../src/modules/rag/stores/pending.ts'
import { auditMigrations } from '../src/platform/audit/migrations.ts'
import { openDatabase } from '../src/platform/db/connect.ts'
import { parseStorageUrl } from '../src/platform/db/dialect.ts'
import { groups, openRag } from './support/rag.ts'
import { textMaker } from './support/texts.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    files: { type: 'string', default: '5000' },
    folder: { type: 'string' },
    langchain: { type: 'string' },
    megabytes: { type: 'string', default: '1024' },
    'file-kilobytes': { type: 'string' },
    storage: { type: 'string' },
  },
})
const work = mkdtempSync(join(tmpdir(), 'ai-agent-bench-'))
process.once('exit', () => rmSync(work, { recursive: true, force: true }))

const open = () =>
  openRag({ DATA_DIR: join(work, 'data'), ...(values.storage === undefined ? {} : { STORAGE_URL: values.storage }) })

const makeFiles = (folder: string, count: number, seed = 7): string[] => {
  mkdirSync(folder, { recursive: true })
  const make = textMaker(seed)
  const least = Number(values['file-kilobytes'] ?? '1') * 1_000
  return Array.from({ length: count }, (_, i) => {
    const path = join(folder, `${i}.md`)
    writeFileSync(path, make(least + (least === 1_000 ? (i * 7919) % 4_000 : 0)))
    return path
  })
}

/** As the command line sends them: so many at a time, and the next while these are under way. */
const filesACall = 500
const callsAtOnce = 2
const filesToWarmUp = 500

const seconds = (since: number): number => (performance.now() - since) / 1_000

/** On a busy machine the processor's time says more than the clock's. */
let processor = process.cpuUsage()
const processorSeconds = (): number => {
  const { user, system } = process.cpuUsage(processor)
  processor = process.cpuUsage()
  return (user + system) / 1e6
}

const report = (name: string, files: number, characters: number, took: number, pieces: number): void =>
  console.log(
    `${name.padEnd(14)} ${took.toFixed(2)} s, ${Math.round(files / took)} files/s, ${(characters / took / 1e6).toFixed(1)} MB/s, ${pieces} pieces, ${processorSeconds().toFixed(2)} s of processor`,
  )

type Rag = Awaited<ReturnType<typeof openRag>>['rag']

const ingestAll = async (rag: Rag, call: () => Call, paths: readonly string[]): Promise<void> => {
  const waiting = [...groups(paths, filesACall)]
  const send = async (): Promise<void> => {
    for (let batch = waiting.shift(); batch; batch = waiting.shift()) {
      const files = batch.map((path) => ({ filename: path.slice(1), path }))
      const { documents } = await rag.ingest({ files }, call())
      const failed = documents.find(({ status }) => status === 'failed')
      if (failed) throw new Error(`${failed.source}: ${failed.error}`)
    }
  }
  await Promise.all(Array.from({ length: callsAtOnce }, send))
}

/** Waits until nothing is left to be entered in the full text search. */
const settled = async (): Promise<void> => {
  const database = await openDatabase(parseStorageUrl(values.storage ?? `sqlite:${join(work, 'data')}`), 'rag', [
    ...ragMigrations,
    ...auditMigrations,
  ])
  for (let left = 1; left > 0; await pause(50)) {
    left = await countPending(database.knex)
  }
  await database.close()
}

const ours = async (paths: string[], warm: string[], characters: number): Promise<void> => {
  const { rag, call, stop } = await open()
  await ingestAll(rag, call, warm)
  await settled()
  const before = await rag.status({}, call())
  processorSeconds()
  let started = performance.now()
  await ingestAll(rag, call, paths)
  const took = seconds(started)
  const asked = performance.now()
  const text = await readFile(paths.at(-1) ?? '', 'utf8')
  const found = await rag.retrieve({ query: text.slice(200, 300), top_k: 3 }, call())
  if (!found.documents.some(({ source }) => source === paths.at(-1)?.slice(1))) throw new Error('It cannot be found.')
  const foundIn = performance.now() - asked
  const { documents, chunks } = await rag.status({}, call())
  report('ai-agent', documents - before.documents, characters, took, chunks - before.chunks)
  await settled()
  const more = processorSeconds()
  console.log(`  the last file found ${foundIn.toFixed(0)} ms later; ${more.toFixed(2)} s of processor for the rest`)
  started = performance.now()
  await ingestAll(rag, call, paths)
  report('the same again', documents - before.documents, characters, seconds(started), 0)
  await stop()
  if (values.storage !== undefined) await emptied(values.storage)
}

/** Another round begins with nothing. */
const emptied = async (url: string): Promise<void> => {
  const database = await openDatabase(parseStorageUrl(url), 'rag', [...ragMigrations, ...auditMigrations])
  await database.knex.raw('drop schema ai_agent_rag cascade')
  await database.close()
}

const langchain = async (folder: string, paths: string[], warm: string[], characters: number): Promise<void> => {
  const require = createRequire(pathToFileURL(join(resolve(folder), 'package.json')))
  const load = async (name: string) => import(pathToFileURL(require.resolve(name)).href)
  const { RecursiveCharacterTextSplitter } = await load('@langchain/textsplitters')
  const { MemoryVectorStore } = await load('@langchain/classic/vectorstores/memory')
  const { FakeEmbeddings } = await load('@langchain/core/utils/testing')
  const splitter = new RecursiveCharacterTextSplitter()
  const store = new MemoryVectorStore(new FakeEmbeddings())
  const vector = [0.1, 0.2, 0.3, 0.4]
  const ingest = async (files: readonly string[]): Promise<void> => {
    for (const batch of groups(files, filesACall)) {
      const texts = await Promise.all(batch.map((path) => readFile(path, 'utf8')))
      const pieces = await splitter.createDocuments(
        texts,
        batch.map((source) => ({ source })),
      )
      await store.addVectors(
        pieces.map(() => vector),
        pieces,
      )
    }
  }
  await ingest(warm)
  const before = store.memoryVectors.length
  processorSeconds()
  const started = performance.now()
  await ingest(paths)
  report('LangChain.js', paths.length, characters, seconds(started), store.memoryVectors.length - before)
}

const speed = async (): Promise<void> => {
  const folder = values.folder
  const paths =
    folder === undefined
      ? makeFiles(join(work, 'files'), Number(values.files))
      : readdirSync(folder, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => join(resolve(entry.parentPath), entry.name))
          .slice(0, Number(values.files))
  let characters = 0
  for (const path of paths) characters += (await readFile(path)).length
  console.log(`${paths.length} files, ${(characters / 1e6).toFixed(1)} MB`)
  const warm = makeFiles(join(work, 'warm'), filesToWarmUp, 8)
  for (let round = 1; round <= 3; round++) {
    rmSync(join(work, 'data'), { recursive: true, force: true })
    await ours(paths, warm, characters)
    if (values.langchain !== undefined) await langchain(values.langchain, paths, warm, characters)
  }
}

let makerId: number | undefined

/** What this process and all below it hold in memory, in bytes, by /proc. */
const residentBytes = (): number => {
  const below = new Map<number, number[]>()
  const sizes = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    const id = Number(name)
    if (!Number.isInteger(id) || id === makerId) continue
    try {
      const parent = Number(readFileSync(`/proc/${id}/stat`, 'latin1').split(') ')[1]?.split(' ')[1])
      below.set(parent, [...(below.get(parent) ?? []), id])
      sizes.set(id, Number(readFileSync(`/proc/${id}/statm`, 'latin1').split(' ')[1]) * 4_096)
    } catch {
      // It has just ended.
    }
  }
  const sum = (id: number): number =>
    (sizes.get(id) ?? 0) + (below.get(id) ?? []).reduce((total, child) => total + sum(child), 0)
  return sum(process.pid)
}

const megabyte = 1_048_576
const largeMegabytes = 24
const refusedMegabytes = 100

const memory = async (): Promise<void> => {
  const megabytes = Number(values.megabytes)
  const kilobytes = Number(values['file-kilobytes'] ?? '256')
  const maker = fork(fileURLToPath(import.meta.url), ['make'])
  makerId = maker.pid
  const { rag, call, stop } = await open()
  let most = 0
  const timer = setInterval(() => (most = Math.max(most, residentBytes())), 100)
  const started = performance.now()
  let done = 0
  let told = 0
  let number = 0
  const ingest = async (sizes: readonly number[]): Promise<(string | undefined)[]> => {
    const paths = sizes.map(() => join(work, `${number++}.txt`))
    const made = once(maker, 'message')
    maker.send(sizes.map((size, i) => ({ path: paths[i], size })))
    await made
    const { documents } = await rag.ingest({ files: paths.map((path) => ({ filename: path.slice(1), path })) }, call())
    for (const path of paths) rmSync(path)
    done += sizes.reduce((sum, size) => sum + size, 0)
    if (done - told >= 64 * megabyte) {
      told = done
      const now = Math.round(residentBytes() / megabyte)
      console.log(
        `${Math.round(done / megabyte)} MB: ${now} MB resident, at most ${Math.round(most / megabyte)}, ${seconds(started).toFixed(0)} s`,
      )
    }
    return documents.map(({ reason }) => reason)
  }
  const [refusal] = await ingest([refusedMegabytes * megabyte])
  if (refusal !== 'too_large')
    throw new Error(`A file of ${refusedMegabytes} MB was not refused as too large: ${refusal}`)
  done = 0
  const large = Math.floor(megabytes / 5 / largeMegabytes)
  const small = Math.ceil(((megabytes - large * largeMegabytes) * 1_024) / kilobytes)
  const smallACall = Math.max(1, Math.min(filesACall, Math.floor(65_536 / kilobytes)))
  const calls = Math.ceil(small / smallACall)
  for (let i = 0; i < calls; i++) {
    const sizes = Array.from({ length: Math.min(smallACall, small - i * smallACall) }, () => kilobytes * 1_024)
    if (Math.floor(((i + 1) * large) / calls) > Math.floor((i * large) / calls)) sizes.push(largeMegabytes * megabyte)
    const failed = (await ingest(sizes)).find((reason) => reason !== undefined)
    if (failed !== undefined) throw new Error(`A file was refused: ${failed}`)
  }
  await settled()
  clearInterval(timer)
  const { documents, chunks } = await rag.status({}, call())
  console.log(
    `${documents} files, ${Math.round(done / megabyte)} MB, ${chunks} chunks, ${seconds(started).toFixed(0)} s until all was entered; at most ${Math.round(most / megabyte)} MB resident`,
  )
  await stop()
  maker.kill()
}

/** Writes files for another process, so that making them is not taken for ingesting them. */
const makeOnDemand = (): void => {
  const make = textMaker(11)
  process.on('message', (orders: { path: string; size: number }[]) => {
    for (const { path, size } of orders) {
      for (let written = 0; written < size;) {
        const part = make(Math.min(size - written, megabyte))
        appendFileSync(path, part)
        written += part.length
      }
    }
    process.send?.('made')
  })
}

if (positionals[0] === 'make') makeOnDemand()
else await (positionals[0] === 'memory' ? memory() : speed())
