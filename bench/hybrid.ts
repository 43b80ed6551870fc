/**
 * Hybrid search against its two arms, with vectors of the collection's own making, from weak to strong: latent semantic analysis
 * (Deerwester et al. 1990) of its stems or of the letters of its words in few to many dimensions, projections at random, averaged
 * word vectors, counts hashed into few columns, vectors that know what is relevant, with more or less noise, latent semantic
 * analysis whose questions are drawn to what is relevant or hold some of its words, and vectors made as models make them. `npx tsx bench/hybrid.ts COLLECTION… [--every 1] [--dimensions 16,64,128] [--noise 1,2,4] [--strength 0.3,0.6,1.5]`;
 * a collection is in BEIR's layout, or has corpora/*.md and questions.jsonl with marked spans, whose passages are then the documents.
 * Prints nDCG@10 of each arm and of both together, for every n-th question.
 */
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { chunkDocument } from '../src/modules/rag/chunkers/index.ts'
import { readCorpus, readQueries, type CollectionDocument } from '../src/modules/rag/evaluation/collection.ts'
import { rate } from '../src/modules/rag/evaluation/metrics.ts'
import { createLexicalIndex, vectorIndexes } from '../src/modules/rag/indexes/index.ts'
import { ragMigrations } from '../src/modules/rag/migrations/index.ts'
import { documentOfText, parseFile } from '../src/modules/rag/parsers/index.ts'
import { createSearch, type SearchMode } from '../src/modules/rag/retrieve/search.ts'
import { createVectorSearch } from '../src/modules/rag/retrieve/vector-search.ts'
import { createStores } from '../src/modules/rag/stores/index.ts'
import { openDatabase } from '../src/platform/db/connect.ts'
import { parseStorageUrl } from '../src/platform/db/dialect.ts'
import type { Embedder } from '../src/platform/embeddings/index.ts'
import { groups } from './support/rag.ts'
import {
  countedVectors,
  drawnVectors,
  knowingVectors,
  learntVectors,
  modelVectors,
  toldVectors,
} from './support/made-vectors.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    every: { type: 'string', default: '1' },
    dimensions: { type: 'string', default: '16,64,128' },
    noise: { type: 'string', default: '1,2,4' },
    strength: { type: 'string', default: '0.3,0.6,1.5' },
  },
})
const numbers = (list: string): number[] => list.split(',').filter(Boolean).map(Number)

interface Collection {
  documents: CollectionDocument[]
  queries: { id: string; text: string }[]
  judgements: ReadonlyMap<string, ReadonlyMap<string, number>>
}

interface MarkedQuestion {
  qid: string
  doc: string
  text: string
  references: { start: number; end: number }[]
}

/** Long documents with marked spans: their passages, and those that hold more than half of a span. */
const readMarked = async (directory: string): Promise<Collection> => {
  const passages = await Promise.all(
    readdirSync(join(directory, 'corpora')).map(async (filename) => {
      const parsed = await parseFile({ bytes: readFileSync(join(directory, 'corpora', filename)), filename })
      const name = filename.replace(/\.md$/u, '')
      return parsed.documents.flatMap((document) =>
        Array.from(chunkDocument(document), (chunk, i) => ({ ...chunk, name, id: `${name}-${i}` })),
      )
    }),
  )
  const questions = readFileSync(join(directory, 'questions.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line): MarkedQuestion => JSON.parse(line))
  const relevantTo = ({ doc, references }: MarkedQuestion): Map<string, number> =>
    new Map(
      passages.flat().flatMap(({ name, id, start, end }) => {
        const isHeld = references.some(
          (span) => Math.min(end, span.end) - Math.max(start, span.start) > (span.end - span.start) / 2,
        )
        return name === doc && isHeld ? [[id, 1]] : []
      }),
    )
  const judged = questions.map((question) => ({ ...question, relevant: relevantTo(question) }))
  const asked = judged.filter(({ relevant }) => relevant.size > 0)
  return {
    documents: passages.flat().map(({ id, headingPath, text }) => ({ id, title: headingPath.join(' / '), text })),
    queries: asked.map(({ qid, text }) => ({ id: qid, text })),
    judgements: new Map(asked.map(({ qid, relevant }) => [qid, relevant])),
  }
}

const readCollection = async (directory: string): Promise<Collection> => {
  if (existsSync(join(directory, 'questions.jsonl'))) return readMarked(directory)
  const documents: CollectionDocument[] = []
  for await (const document of readCorpus(directory)) documents.push(document)
  return { documents: documents.filter(({ text }) => text.trim() !== ''), ...(await readQueries(directory)) }
}

/** Takes a collection in once, and tells how good each mode is, with any vectors. */
const open = async ({ documents, queries, judgements }: Collection) => {
  const folder = mkdtempSync(join(tmpdir(), 'ai-agent-bench-'))
  const database = await openDatabase(parseStorageUrl(`sqlite:${folder}`), 'bench', ragMigrations)
  const stores = createStores(database)
  for (const batch of groups(documents, 100))
    await stores.passages.replaceDocuments(
      batch.map(({ id, title, text }) => {
        const document = documentOfText(text)
        return { document: { id, title, text: document.text, contentHash: id }, chunks: chunkDocument(document) }
      }),
    )
  await stores.passages.settle()
  const lexical = createLexicalIndex(stores.passages.lexical)
  const asked = new Map(queries.map(({ id }) => [id, judgements.get(id) ?? new Map<string, number>()]))
  return {
    async measure(modes: readonly SearchMode[], embedder?: Embedder): Promise<number[]> {
      const vectors =
        embedder &&
        createVectorSearch({
          store: stores.vectors,
          embedder,
          embedderFor: () => embedder,
          createIndex: (model) =>
            vectorIndexes.sqlite({ store: stores.vectors, folder, openPgVectors: stores.openPgVectors }, model),
        })
      await vectors?.embedPending()
      const search = createSearch({ store: stores.passages, lexical, vectors })
      const found: number[] = []
      for (const mode of modes) {
        const rankings = new Map<string, string[]>()
        for (const { id, text } of queries) {
          const { passages } = await search({ query: text, topK: 50, viewer: null, mode, keepDuplicates: true })
          rankings.set(id, [...new Set(passages.map(({ document }) => document.id))])
        }
        found.push(rate(rankings, asked).ndcg_at_10)
      }
      await vectors?.close()
      return found
    },
    async close() {
      await database.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const vectorsOf = ({ documents, queries, judgements }: Collection): Embedder[] => {
  const known = new Map(documents.map(({ id, text }) => [id, text]))
  const texts = [...known.values()]
  const relevant = new Map(
    queries.map(({ id, text }) => [
      text,
      [...(judgements.get(id)?.keys() ?? [])].flatMap((key) => known.get(key) ?? []),
    ]),
  )
  const titled = documents.map(({ title, text }) => `${title}\n${text}`)
  const sizes = numbers(values.dimensions)
  const [stems, letters] = [learntVectors(titled, 'stems', sizes), learntVectors(titled, 'letters', sizes)]
  return [
    ...stems.embedders,
    ...letters.embedders,
    ...[256, 1_024].flatMap((columns) => [countedVectors('stems', columns), countedVectors('letters', columns)]),
    ...numbers(values.noise).map((noise) => knowingVectors({ texts, relevant }, noise)),
    ...[0.25, 1].map((strength) => drawnVectors({ texts, relevant }, stems.latent, strength)),
    ...[12, 4].map((oneOf) => toldVectors({ texts, relevant }, stems.latent, oneOf)),
    ...[true, false].flatMap((isTried) =>
      numbers(values.strength).map((strength) =>
        modelVectors({ texts, relevant }, stems.latent, { strength, isTried }),
      ),
    ),
  ]
}

const gaps: number[] = []
for (const directory of positionals) {
  const whole = await readCollection(directory)
  const collection = { ...whole, queries: whole.queries.filter((_, i) => i % Number(values.every) === 0) }
  const opened = await open(collection)
  const [words = 0] = await opened.measure(['lexical'])
  console.log(`${basename(directory)}: words ${words.toFixed(4)}, ${collection.queries.length} questions`)
  for (const embedder of vectorsOf(collection)) {
    const [vector = 0, hybrid = 0] = await opened.measure(['vector', 'hybrid'], embedder)
    const gap = hybrid - Math.max(words, vector)
    gaps.push(gap)
    console.log(
      `  ${embedder.model.padEnd(24)} vectors ${vector.toFixed(4)}  hybrid ${hybrid.toFixed(4)}  ${gap.toFixed(4)}`,
    )
  }
  await opened.close()
}
const missed = gaps.filter((gap) => gap < -0.01).length
console.log(
  `hybrid against the better arm: at worst ${Math.min(...gaps).toFixed(4)}, more than .01 below in ${missed} of ${gaps.length}`,
)
