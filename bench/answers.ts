/**
 * How often answers without a model are right, and how often they are honest.
 * `npx tsx bench/answers.ts DIR...`; each DIR holds a collection in BEIR's layout and answers.jsonl
 * (`{qid, answers, doc}`). Prints the share of questions whose first sentence, and whose whole response, holds an
 * answer; then, with half of the documents left out, how many of the questions about what is there are answered and
 * how many of those about what is not are refused, by threshold; and how well confidence foretells a right answer.
 */
import { basename } from 'node:path'
import { createExtractiveAnswerer, groundingThreshold, type Answer } from '../src/modules/rag/retrieve/answer.ts'
import { isHeldOut, readAnswered, saysAny, withIndex, type AnsweredQuestion } from './support/collection-answers.ts'

interface Asked {
  question: AnsweredQuestion
  answer: Answer
}

const directories = process.argv.slice(2)
if (directories.length === 0) throw new Error('Say which collections: npx tsx bench/answers.ts DIR...')

const share = (items: readonly Asked[], holds: (asked: Asked) => boolean): string =>
  ((100 * items.filter(holds).length) / Math.max(1, items.length)).toFixed(1).padStart(5)

const first = ({ answer }: Asked): string => answer.response.split('\n')[0] ?? ''
const isRight = (asked: Asked): boolean => saysAny(asked.answer.response, asked.question.answers)

for (const directory of directories) {
  const { documents, questions } = await readAnswered(directory)
  const titles = new Map(documents.map(({ id, title }) => [id, title]))
  const askAll = (kept: typeof documents): Promise<Asked[]> =>
    withIndex(kept, async (index) => {
      const ask = createExtractiveAnswerer(index)
      const asked: Asked[] = []
      for (const question of questions)
        asked.push({ question, answer: await ask({ query: question.text, topK: 5, viewer: null }) })
      return asked
    })

  const all = await askAll(documents)
  const sentences = all.reduce((sum, { answer }) => sum + answer.citations.length, 0) / all.length
  console.log(`\n${basename(directory)}: ${documents.length} documents, ${questions.length} questions`)
  console.log(`first sentence right ${share(all, (asked) => saysAny(first(asked), asked.question.answers))} %`)
  console.log(`whole response right ${share(all, isRight)} %, with ${sentences.toFixed(2)} sentences`)
  console.log(`said to be answered  ${share(all, ({ answer }) => answer.grounded)} %`)

  const withheld: Asked[] = []
  for (const [what, key] of [
    ['documents', (id: string) => id],
    ['documents of the same title together', (id: string) => titles.get(id) ?? ''],
  ] as const) {
    const half = await askAll(documents.filter(({ id }) => !isHeldOut(key(id))))
    const present = half.filter(({ question }) => !isHeldOut(key(question.document)))
    const absent = half.filter(({ question }) => isHeldOut(key(question.document)))
    if (what === 'documents') withheld.push(...absent)
    console.log(
      `half of the ${what} left out: present answered, absent refused, by threshold (ours is ${groundingThreshold})`,
    )
    for (const threshold of [0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7])
      console.log(
        `  ${threshold.toFixed(2)}  ${share(present, ({ answer }) => answer.confidence >= threshold)} %  ${share(absent, ({ answer }) => answer.confidence < threshold)} %`,
      )
  }
  console.log('confidence, right, questions')
  const answered = [...all, ...withheld]
  for (let tenth = 0; tenth < 10; tenth++) {
    const bin = answered.filter(({ answer }) => Math.min(9, Math.floor(answer.confidence * 10)) === tenth)
    console.log(`  ${tenth / 10}–${(tenth + 1) / 10}  ${share(bin, isRight)} %  ${bin.length}`)
  }
}
