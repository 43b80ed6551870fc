/**
 * How much of the text that answers a question is found, for sizes of chunks.
 * `npx tsx bench/chunking.ts DIR [SIZES] [NEIGHBOURS]` with DIR/corpora/*.md and DIR/questions.jsonl
 * (`{doc, text, references: [{start, end}]}`); chunks are ranked by a plain BM25 over all documents, and taken until
 * their characters exceed the budget. Prints, for each size: recall of the marked characters (each question counts
 * the same), and the share of questions of which all marked spans are inside, in 5 chunks and in 4,000 characters.
 */
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { chunkDocument } from '../src/modules/rag/chunkers/index.ts'
import type { ChunkSizes } from '../src/modules/rag/chunkers/chunker.ts'
import { parseFile } from '../src/modules/rag/parsers/index.ts'
import { rankByWords } from './support/bm25.ts'

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

const directory = process.argv[2]
if (directory === undefined) throw new Error('Say which directory: npx tsx bench/chunking.ts DIR')

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

const candidates: ChunkSizes[] = process.argv[3]
  ? [JSON.parse(process.argv[3])]
  : [400, 600, 800, 1000, 1200, 1300, 1600, 2000].flatMap((target) => [
      { maximum: target, target, overlap: 0 },
      { maximum: Math.round(target * 1.25), target, overlap: 0 },
      { maximum: target, target, overlap: Math.round(target / 6) },
    ])

console.log('maximum target overlap chunks   mean | recall@5  all@5 | recall@4000  all@4000')
for (const sizes of candidates) {
  const passages = documents.flatMap(({ name, document }) =>
    [...chunkDocument(document, sizes)].map((chunk) => ({
      doc: name,
      start: chunk.start,
      end: chunk.end,
      words: [...chunk.headingPath, chunk.context ?? '', chunk.text].join(' '),
    })),
  )
  const rank = rankByWords(
    passages.map((passage) => passage.words),
    Number(process.argv[4] ?? 0),
  )
  const sums = { recall5: 0, all5: 0, recallBudget: 0, allBudget: 0 }
  for (const question of questions) {
    const ranked = rank(question.text)
      .map((index) => passages[index])
      .filter((passage) => passage !== undefined)
    const five = found(question, ranked.slice(0, 5))
    const within = found(question, withinBudget(ranked, 4000))
    sums.recall5 += five
    sums.recallBudget += within
    if (five > 0.999) sums.all5++
    if (within > 0.999) sums.allBudget++
  }
  const share = (sum: number): string => (sum / questions.length).toFixed(3)
  const mean = Math.round(passages.reduce((sum, { start, end }) => sum + end - start, 0) / passages.length)
  console.log(
    [sizes.maximum, sizes.target, sizes.overlap, passages.length, mean]
      .map((value) => String(value).padStart(7))
      .join(''),
    `|    ${share(sums.recall5)}  ${share(sums.all5)} |       ${share(sums.recallBudget)}     ${share(sums.allBudget)}`,
  )
}

/** The best chunks that fit the budget; the last is cut where the budget ends. */
function withinBudget(ranked: Passage[], budget: number): Passage[] {
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
