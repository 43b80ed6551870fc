/**
 * Lexical search over many passages: wall and processor time a query, ranking included.
 * `npx tsx bench/lexical.ts COLLECTION [PASSAGES] [STORAGE_URL] [--pending]` with a collection in BEIR's layout, whose sentences
 * are mixed anew into passages of some 1,000 characters until there are enough; its queries are asked as they are, then again,
 * when the passages that hold their words are known. With `--pending` none has entered the full text search, as after an upgrade
 * that makes it anew: some queries are asked one by one, then eight at once.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readCorpus, readQueries } from '../src/modules/rag/evaluation/collection.ts'
import { createLexicalIndex } from '../src/modules/rag/indexes/index.ts'
import { ragMigrations } from '../src/modules/rag/migrations/index.ts'
import { createSearch } from '../src/modules/rag/retrieve/search.ts'
import { sentencesOf } from '../src/modules/rag/retrieve/sentences.ts'
import { createStores } from '../src/modules/rag/stores/index.ts'
import { openDatabase } from '../src/platform/db/connect.ts'
import { parseStorageUrl } from '../src/platform/db/dialect.ts'

const isPending = process.argv.includes('--pending')
const [collection, wanted = '100000', url] = process.argv.slice(2).filter((word) => word !== '--pending')
if (collection === undefined) throw new Error('Say which collection: npx tsx bench/lexical.ts COLLECTION')
const folder = mkdtempSync(join(tmpdir(), 'ai-agent-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

let seed = 11
const random = (below: number): number => {
  seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0
  return Math.floor((seed / 2 ** 32) * below)
}
const sentences: string[] = []
for await (const { text } of readCorpus(collection))
  for (const { start, end } of sentencesOf(text)) sentences.push(text.slice(start, end))
const passage = (): string => {
  let text = ''
  while (text.length < 900) text += `${sentences[random(sentences.length)] ?? ''} `
  return text
}

const database = await openDatabase(parseStorageUrl(url ?? `sqlite:${folder}`), 'bench', ragMigrations)
const { passages } = createStores(database)
const perDocument = 10
const started = performance.now()
for (let document = 0; document < Number(wanted) / perDocument; document += 50)
  await passages.replaceDocuments(
    Array.from({ length: 50 }, (_, i) => {
      const texts = Array.from({ length: perDocument }, passage)
      let start = 0
      const chunks = texts.map((text) => ({ text, start, end: (start += text.length), headingPath: [] }))
      const text = texts.join('')
      return { document: { id: `d${document + i}`, title: '', text, contentHash: '' }, chunks }
    }),
  )
if (!isPending) await passages.settle()
if (database.dialect === 'postgres') await database.knex.raw('analyze')
const { chunks } = await passages.counts(null)
console.log(`${chunks} passages in ${((performance.now() - started) / 1_000).toFixed(1)} s, ${database.dialect}`)

const search = createSearch({ store: passages, lexical: createLexicalIndex(passages.lexical) })
const { queries } = await readQueries(collection)
const viewer = { userId: 'someone', roles: ['user'] }
/** Milliseconds of processor time, all threads together. */
const processorTime = (): number => {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}

const askPending = async (): Promise<void> => {
  let most = 0
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 20)
  const work: number[] = []
  for (const { text } of queries.slice(0, 20)) {
    const before = processorTime()
    await search({ query: text, topK: 10, viewer })
    work.push(processorTime() - before)
  }
  const [first = 0, ...others] = work.map(Math.round)
  others.sort((a, b) => a - b)
  console.log(`processor time: the first ${first} ms, then p50 ${others[9] ?? 0} ms, at most ${others.at(-1) ?? 0} ms`)
  const before = processorTime()
  await Promise.all(queries.slice(20, 28).map(({ text }) => search({ query: text, topK: 10, viewer })))
  clearInterval(timer)
  const together = Math.round(processorTime() - before)
  console.log(`eight at once: ${together} ms together; at most ${Math.round(most / 1_048_576)} MB resident`)
}

const askEntered = async (): Promise<void> => {
  for (const [topK, when] of [
    [10, 'asked first'],
    [10, 'asked again'],
    [100, 'asked again'],
  ] as const) {
    const times: number[] = []
    const work: number[] = []
    for (const query of queries.slice(0, 300)) {
      const asked = performance.now()
      const before = process.cpuUsage()
      await search({ query: query.text, topK, viewer })
      times.push(performance.now() - asked)
      const { user, system } = process.cpuUsage(before)
      work.push((user + system) / 1_000)
    }
    const at = (numbers: number[], share: number): string =>
      (numbers.sort((a, b) => a - b)[Math.floor(numbers.length * share)] ?? 0).toFixed(1)
    console.log(
      `best ${topK}, ${when}: p50 ${at(times, 0.5)} ms, p95 ${at(times, 0.95)} ms; of processor time ${at(work, 0.5)} and ${at(work, 0.95)} ms`,
    )
  }
}

await (isPending ? askPending() : askEntered())
if (database.dialect === 'postgres') await database.knex.raw('drop schema ai_agent_bench cascade')
await database.close()
