import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase, type Database } from '../../platform/db/connect.ts'
import { parseStorageUrl } from '../../platform/db/dialect.ts'
import type { Embedder } from '../../platform/embeddings/index.ts'
import { AppError } from '../../platform/errors.ts'
import { chunkDocument } from './chunkers/index.ts'
import { readCorpus, readQueries } from './evaluation/collection.ts'
import { rate, type Measures } from './evaluation/metrics.ts'
import { createLexicalIndex, vectorIndexes } from './indexes/index.ts'
import { keepable } from './keepable.ts'
import { ragMigrations } from './migrations/index.ts'
import { documentOfText } from './parsers/index.ts'
import { createSearch, type SearchMode } from './retrieve/search.ts'
import { createVectorSearch, type VectorSearch } from './retrieve/vector-search.ts'
import { createStores, type Stores } from './stores/index.ts'
import type { NewEntry } from './stores/passage-store.ts'

export { openEmbedders } from './vectors.ts'

/** What to measure, and where. */
export interface RetrievalEvaluation {
  /** A folder with corpus.jsonl, queries.jsonl and qrels/test.tsv (BEIR's layout). */
  collection: string
  /** `postgres://…`, in a schema of its own; a SQLite file of its own unless set. Both are removed afterwards. */
  storage?: string | undefined
  mode?: SearchMode | undefined
  /** Where to write the ranking, as a TREC run file. */
  out?: string | undefined
  /** Makes vectors for the modes that need them. */
  embedder?: Embedder | undefined
  print: (line: string) => void
}

/** How good the rankings were, and how long they took. */
export interface RetrievalFigures extends Measures {
  documents: number
  chunks: number
  queries: number
  mode: SearchMode
  store: 'sqlite' | 'postgres'
  ingest_seconds: number
  query_ms_p50: number
  query_ms_p95: number
}

const depth = 100
const batchSize = 100

const ingest = async ({ passages }: Stores, collection: string): Promise<void> => {
  let batch: NewEntry[] = []
  const flush = async () => {
    await passages.replaceDocuments(batch)
    batch = []
  }
  for await (const { id, title, text } of readCorpus(collection)) {
    // Of some documents a collection has the title alone; what has neither can never be found.
    const given = [text, title].find((one) => keepable(one).trim() !== '')
    if (given === undefined) continue
    const document = documentOfText(given)
    batch.push({ document: { id, title, text: document.text, contentHash: id }, chunks: chunkDocument(document) })
    if (batch.length === batchSize) await flush()
  }
  await flush()
  await passages.settle()
}

const openVectors = (stores: Stores, folder: string, embedder: Embedder, store: 'sqlite' | 'postgres'): VectorSearch =>
  createVectorSearch({
    store: stores.vectors,
    embedder,
    embedderFor: () => embedder,
    createIndex: (model) =>
      vectorIndexes[store === 'postgres' ? 'pgvector' : 'sqlite'](
        { store: stores.vectors, folder, openPgVectors: stores.openPgVectors },
        model,
      ),
  })

const percentile = (times: readonly number[], share: number): number =>
  Math.round((times[Math.floor(times.length * share)] ?? 0) * 100) / 100

const column = (id: string): string => id.replaceAll(/\s/gu, encodeURIComponent)

/** trec_eval goes by the scores and orders equal ones by their ids; so no score is written twice. */
const runFile = (rankings: ReadonlyMap<string, readonly { id: string; score: number }[]>): string =>
  [...rankings]
    .flatMap(([query, hits]) => {
      let last = Infinity
      return hits.map(({ id, score }, rank) => {
        last = Math.min(Math.round(score * 1e6), last - 1)
        return `${column(query)} Q0 ${column(id)} ${rank + 1} ${(last / 1e6).toFixed(6)} ai-agent`
      })
    })
    .join('\n')
    .concat('\n')

/**
 * Takes a collection in, asks its queries, and rates the documents found by the best of their passages. A document with the id of
 * the query does not count (BEIR's `ignore_identical_ids`), unless it is judged relevant to it.
 */
export const evaluateRag = async (evaluation: RetrievalEvaluation): Promise<RetrievalFigures> => {
  const { collection, mode = 'lexical', embedder, out, print } = evaluation
  if (mode !== 'lexical' && !embedder)
    throw new AppError('invalid', `Measuring ${mode} needs vectors: set EMBEDDING_MODEL, or measure lexical.`)
  const { queries, judgements, unasked } = await readQueries(collection)
  if (unasked.length > 0)
    print(`${unasked.length} judged queries are not in queries.jsonl and do not count, such as ${unasked[0]}.`)
  // What cannot be written is better known before the work than after.
  if (out !== undefined) await writeFile(out, '')
  const folder = await mkdtemp(join(tmpdir(), 'ai-agent-eval-'))
  const storage = parseStorageUrl(evaluation.storage ?? `sqlite:${folder}`)
  const name = `eval_${process.pid}`
  const database = await openDatabase(storage, name, ragMigrations)
  let vectors: VectorSearch | undefined
  try {
    const stores = createStores(database)
    const started = performance.now()
    await ingest(stores, collection)
    if (mode !== 'lexical' && embedder) {
      vectors = openVectors(stores, folder, embedder, storage.dialect)
      await vectors.embedPending()
    }
    const seconds = (performance.now() - started) / 1_000
    const lexical = createLexicalIndex(stores.passages.lexical)
    const search = createSearch({ store: stores.passages, lexical, vectors })
    const rankings = new Map<string, { id: string; score: number }[]>()
    const times: number[] = []
    for (const query of queries) {
      const asked = performance.now()
      const { passages } = await search({
        query: query.text,
        topK: depth * 2,
        viewer: null,
        mode,
        keepDuplicates: true,
      })
      times.push(performance.now() - asked)
      const best = new Map<string, number>()
      for (const { document, score } of passages) if (!best.has(document.id)) best.set(document.id, score)
      // As BEIR does: where queries are documents of the collection (ArguAna), each finds itself first.
      if (judgements.get(query.id)?.has(query.id) !== true) best.delete(query.id)
      rankings.set(query.id, Array.from(best, ([id, score]) => ({ id, score })).slice(0, depth))
    }
    times.sort((a, b) => a - b)
    if (out !== undefined) await writeFile(out, runFile(rankings))
    const measures = rate(new Map([...rankings].map(([query, hits]) => [query, hits.map(({ id }) => id)])), judgements)
    const figures: RetrievalFigures = {
      ...measures,
      ...(await stores.passages.counts(null)),
      queries: queries.length,
      mode,
      store: storage.dialect,
      ingest_seconds: Math.round(seconds * 10) / 10,
      query_ms_p50: percentile(times, 0.5),
      query_ms_p95: percentile(times, 0.95),
    }
    for (const line of describe(figures)) print(line)
    return figures
  } finally {
    await vectors?.close()
    await discard(database, storage.dialect, name)
    await rm(folder, { recursive: true, force: true })
  }
}

const discard = async (database: Database, dialect: 'sqlite' | 'postgres', name: string): Promise<void> => {
  if (dialect === 'postgres') await database.knex.raw('drop schema ?? cascade', [`ai_agent_${name}`])
  await database.close()
}

const describe = (figures: RetrievalFigures): string[] => [
  `${figures.documents} documents in ${figures.chunks} chunks, ${figures.queries} queries, ${figures.mode}, ${figures.store}`,
  `nDCG@10     ${figures.ndcg_at_10.toFixed(4)}`,
  `MAP         ${figures.map.toFixed(4)}`,
  `recall@10   ${figures.recall_at_10.toFixed(4)}`,
  `recall@100  ${figures.recall_at_100.toFixed(4)}`,
  `MRR@10      ${figures.mrr_at_10.toFixed(4)}`,
  `ingest ${figures.ingest_seconds} s, query p50 ${figures.query_ms_p50} ms, p95 ${figures.query_ms_p95} ms`,
]
