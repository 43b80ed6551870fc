import { expect } from 'chai'
import type { StoredChunk } from '../stores/passage-store.ts'
import { createDistinct } from './duplicates.ts'

const chunk = (key: number, content: string): StoredChunk => ({
  key,
  chunkId: String(key),
  documentId: `d${key}`,
  lead: '',
  page: null,
  headingPath: [],
  ordinal: 0,
  content,
  start: 0,
  end: content.length,
})
const hitsOf = (chunks: readonly StoredChunk[]) => chunks.map(({ key }) => ({ key, score: 8 - key / 10_000 }))

describe('passages that say the same', () => {
  it('are shown once, the best of them, however many pieces they are looked at in', () => {
    const texts = [
      'Rails creep through reeds.',
      'Rails creep through reeds!',
      'Coots fight in April.',
      'Rails: 4 eggs',
      'Rails: 5 eggs',
    ]
    const chunks = texts.map((text, key) => chunk(key, text))
    const { kept, look } = createDistinct(10)
    for (const [i, hit] of hitsOf(chunks).entries()) look([hit], chunks.slice(i, i + 1))
    expect(kept.map(({ key }) => key)).to.deep.equal([0, 2, 3, 4])
  })

  it('are taken apart once, though the same few texts fill thousands of passages', () => {
    const texts = ['漢字仮名'.repeat(500), '字仮名漢'.repeat(500)]
    const asked: string[] = []
    const chunks = Array.from({ length: 2_000 }, (_, key) => chunk(key, texts[key % 2] ?? ''))
    const sets = new Map(texts.map((text, i) => [text, new Set([`word ${i}`])]))
    const { kept, look } = createDistinct(5, (text) => {
      asked.push(text)
      return sets.get(text) ?? new Set()
    })
    for (let from = 0; from < chunks.length; from += 20) {
      const some = chunks.slice(from, from + 20)
      look(hitsOf(some), some)
    }
    expect(kept.map(({ key }) => key)).to.deep.equal([0, 1])
    expect(asked.length, 'each passage is looked at once').to.equal(2_000)
  })
})
