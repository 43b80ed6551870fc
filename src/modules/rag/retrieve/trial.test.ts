import { expect } from 'chai'
import type { Embedder } from '../../../platform/embeddings/index.ts'
import { hash32 } from '../text/hash.ts'
import { wordsOf } from '../text/words.ts'
import { trialQuestions } from './trial-questions.ts'
import { understanding } from './trial.ts'

const embedderOf = (vectorOf: (text: string) => Float32Array): Embedder => ({
  model: 'm',
  embed: (texts) => Promise.resolve(texts.map(vectorOf)),
})

/** Knows words, or pieces of them, and nothing of what they mean. */
const hashed = (piecesOf: (text: string) => string[]): Embedder =>
  embedderOf((text) => {
    const vector = new Float32Array(256)
    for (const piece of piecesOf(text)) {
      const at = hash32(piece) % 256
      vector[at] = (vector[at] ?? 0) + 1
    }
    return vector
  })
const triples = (text: string): string[] => Array.from(text.toLowerCase(), (_, i) => text.slice(i, i + 3))

describe('how far a model understands', () => {
  for (const [language, trial] of Object.entries(trialQuestions)) {
    it(`tells words from meaning, ${language}`, async () => {
      const topics = new Map(trial.flatMap(([question, answer], i) => [question, answer].map((text) => [text, i])))
      const knowing = embedderOf((text) => Float32Array.from(trial, (_, i) => (topics.get(text) === i ? 1 : 0.1)))
      expect(await understanding(knowing, language)).to.equal(1)
      expect(await understanding(hashed(wordsOf), language)).to.equal(0)
      expect(await understanding(hashed(triples), language)).to.equal(0)
    })
  }

  it('expects nothing where it cannot ask, or where all vectors are alike', async () => {
    expect(await understanding(hashed(wordsOf), 'xx')).to.equal(0)
    expect(
      await understanding(
        embedderOf(() => Float32Array.of(0, 0)),
        'en',
      ),
    ).to.equal(0)
    expect(
      await understanding(
        embedderOf(() => Float32Array.of(1, 1)),
        'en',
      ),
    ).to.equal(0)
  })
})
