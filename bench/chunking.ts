/**
 * How much of the text that answers a question is found, for sizes of passages: documents cut and searched as the product does.
 * `npx tsx bench/chunking.ts DIR [SIZE…]` with DIR/corpora/*.md and DIR/questions.jsonl
 * (`{doc, text, references: [{start, end}]}`). Prints for each size, the default first: recall of the marked characters (each
 * question counts the same), and the share of questions of which all marked spans are inside, in 5 passages and in 4,000
 * characters (the last passage is cut where they end).
 */
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultChunkSize } from '../src/modules/rag/chunkers/chunker.ts'
import { chunkDocument, chunkSizesOf } from '../src/modules/rag/chunkers/index.ts'
import { createLexicalIndex } from '../src/modules/rag/indexes/index.ts'
import { ragMigrations } from '../src/modules/rag/migrations/index.ts'
import { parseFile } from '../src/modules/rag/parsers/index.ts'
import { createSearch } from '../src/modules/rag/retrieve/search.ts'
import { createStores } from '../src/modules/rag/stores/index.ts'
import { openDatabase } from '../src/platform/db/connect.ts'
import { parseStorageUrl } from '../src/platform/db/dialect.ts'

interface Question {
  doc: string
  text: string
  references: { start: number; end: number }[]
}

interface Passage {
  doc: string
  start: number
  end: number
}

const [directory, ...sizes] = process.argv.slice(2)
if (directory === undefined) throw new Error('Say which directory: npx tsx bench/chunking.ts DIR')
const budget = 4_000

const questions = readFileSync(join(directory, 'questions.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line): Question => JSON.parse(line))
const documents = await Promise.all(
  readdirSync(join(directory, 'corpora')).map(async (filename) => {
    const parsed = await parseFile({ bytes: readFileSync(join(directory, 'corpora', filename)), filename })
    const [document] = parsed.documents
    if (!document) throw new Error(`${filename} holds no document`)
    return { name: filename.replace(/\.md$/u, ''), document }
  }),
)

console.log('longest passages   mean | recall@5  all@5 | recall@4000  all@4000')
for (const size of [defaultChunkSize, ...(sizes.length > 0 ? sizes.map(Number) : [600, 800, 1_000, 1_600, 2_000])]) {
  const folder = mkdtempSync(join(tmpdir(), 'ai-agent-bench-'))
  const database = await openDatabase(parseStorageUrl(`sqlite:${folder}`), 'bench', ragMigrations)
  const { passages: store } = createStores(database)
  const cut = documents.map(({ name, document }) => ({
    document: { id: name, title: document.title ?? name, text: document.text, contentHash: name },
    chunks: [...chunkDocument(document, chunkSizesOf(size))],
  }))
  await store.replaceDocuments(cut)
  await store.settle()
  const search = createSearch({ store, lexical: createLexicalIndex(store.lexical) })
  const sums = { recall5: 0, all5: 0, recallBudget: 0, allBudget: 0 }
  for (const question of questions) {
    const { passages } = await search({ query: question.text, topK: 20, viewer: null })
    const ranked = passages.map(({ document, start, end }) => ({ doc: document.id, start, end }))
    const five = found(question, ranked.slice(0, 5))
    const within = found(question, withinBudget(ranked))
    sums.recall5 += five
    sums.recallBudget += within
    if (five > 0.999) sums.all5++
    if (within > 0.999) sums.allBudget++
  }
  await database.close()
  rmSync(folder, { recursive: true, force: true })
  const share = (sum: number): string => (sum / questions.length).toFixed(3)
  const lengths = cut.flatMap(({ chunks }) => chunks.map(({ start, end }) => end - start))
  const mean = Math.round(lengths.reduce((sum, length) => sum + length, 0) / lengths.length)
  console.log(
    [size, lengths.length, mean].map((value) => String(value).padStart(7)).join(''),
    `   |    ${share(sums.recall5)}  ${share(sums.all5)} |       ${share(sums.recallBudget)}     ${share(sums.allBudget)}`,
  )
}

/** The best passages that fit the budget; the last is cut where the budget ends. */
function withinBudget(ranked: Passage[]): Passage[] {
  const taken: Passage[] = []
  let left = budget
  for (const passage of ranked) {
    if (left <= 0) break
    taken.push({ ...passage, end: Math.min(passage.end, passage.start + left) })
    left -= passage.end - passage.start
  }
  return taken
}

/** The share of the marked characters that the passages cover. */
function found(question: Question, passages: Passage[]): number {
  let wanted = 0
  let covered = 0
  for (const { start, end } of question.references)
    for (let position = start; position < end; position++) {
      wanted++
      if (
        passages.some((passage) => passage.doc === question.doc && passage.start <= position && position < passage.end)
      )
        covered++
    }
  return covered / wanted
}
