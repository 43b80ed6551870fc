import { expect } from 'chai'
import { byCodePoints, findInBlock, makeBlocks, readBlock, sortStems } from './blocks.ts'
import { invert } from './invert.ts'
import { joinPostings, postingsWithout, strengthOf, unitePostings, unpackPostings, type Postings } from './postings.ts'
import { filterTest, makeStemFilter } from './stem-filter.ts'

const postings = (...keys: number[]): Postings => ({
  keys: Uint32Array.from(keys),
  strengths: Uint8Array.from(keys, (key) => key % 256),
})
const keysOf = ({ keys }: Postings): number[] => [...keys]

describe('blocks of postings', () => {
  /** Many stems, some alike, some beyond the basic plane; those of many passages fill a block alone. */
  const stems = sortStems([
    ...Array.from({ length: 500 }, (_, i) => `stem${i}`),
    'a',
    'ab',
    'abc',
    'é',
    '山',
    '\u{ffee}',
    '\u{20000}',
    '\u{20000}山',
    'x'.repeat(300),
  ])
  const held = new Map(
    stems.map((stem, i) => {
      const step = 1 + ((i * 7_919) % 70_000)
      return [
        stem,
        postings(...Array.from({ length: i % 50 === 0 ? 900 : 1 + (i % 5) }, (_, j) => 1_000 + i + j * step)),
      ]
    }),
  )
  const blocks = [...makeBlocks(stems, (stem) => held.get(stem) ?? postings(), 1_000)]

  it('give back what was put in, in the order that databases have', () => {
    const found = blocks.flatMap(({ bytes }) => [...readBlock(bytes)])
    expect(found.map(({ stem }) => stem)).to.deep.equal(stems)
    for (const { stem, packed } of found) expect(unpackPostings(packed, 1_000)).to.deep.equal(held.get(stem))
    expect(blocks.length).to.be.greaterThan(5)
    const inBytes = [...stems].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    expect(stems).to.deep.equal(inBytes)
    expect([...stems].sort(byCodePoints)).to.deep.equal(inBytes)
  })

  it('are looked up by stem and by beginning', () => {
    const find = (stem: string, isPrefix: boolean): number =>
      blocks.flatMap(({ bytes }) => findInBlock(bytes, Buffer.from(stem), isPrefix)).length
    expect(stems.map((stem) => find(stem, false)).every((count) => count === 1)).to.equal(true)
    expect([find('ab', true), find('stem4', true), find('\u{20000}', true)]).to.deep.equal([2, 111, 2])
    expect([find('stem', false), find('stem500', true)]).to.deep.equal([0, 0])
  })
})

describe('postings', () => {
  it('are united, joined, and freed of what was removed', () => {
    const united = unitePostings([postings(1, 5, 200), postings(5, 9), postings()])
    expect(united).to.deep.equal({ keys: Uint32Array.of(1, 5, 9, 200), strengths: Uint8Array.of(1, 10, 9, 200) })
    expect(unitePostings([postings(200), postings(200)]).strengths[0]).to.equal(255)
    expect(keysOf(joinPostings([postings(1, 2), postings(), postings(7)]))).to.deep.equal([1, 2, 7])
    const left = postingsWithout(postings(3, 5, 7, 9), Uint32Array.of(1, 3, 4, 9, 12))
    expect(left).to.deep.equal({ keys: Uint32Array.of(5, 7), strengths: Uint8Array.of(5, 7) })
  })

  it('are made of passages, stronger where a stem is said more often or among fewer words', async () => {
    const { stems, postingsOf } = await invert([
      { key: 3, stems: 'swan nest swan' },
      { key: 8, stems: '' },
      { key: 9, stems: `swan${' reed'.repeat(400)}` },
    ])
    expect(stems).to.deep.equal(['nest', 'reed', 'swan'])
    expect(keysOf(postingsOf('swan'))).to.deep.equal([3, 9])
    expect([...postingsOf('swan').strengths]).to.deep.equal([strengthOf(2, 3), strengthOf(1, 401)])
    expect(strengthOf(2, 3)).to.be.greaterThan(strengthOf(1, 3)).and.greaterThan(strengthOf(2, 300))
    expect([strengthOf(1, 1e6), strengthOf(1e6, 1)]).to.deep.equal([1, 255])
    expect(keysOf(postingsOf('stork'))).to.deep.equal([])
  })
})

describe('filters of stems', () => {
  it('pass every stem that they were made of, and few others', () => {
    const stems = Array.from({ length: 5_000 }, (_, i) => `stem${i}`)
    const filter = makeStemFilter(stems)
    expect(stems.every((stem) => filterTest(stem)(filter))).to.equal(true)
    const others = stems.filter((stem) => filterTest(`other${stem}`)(filter))
    expect(others.length).to.be.lessThan(stems.length / 20)
    expect(filterTest('stem')(makeStemFilter([]))).to.equal(false)
  })
})
