import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { temporaryFolder } from '../../../test/support/folder.ts'
import type { Embedder } from '../../platform/embeddings/index.ts'
import { evaluateRag } from './evaluate.ts'
import { rate } from './evaluation/metrics.ts'

const lines = (items: readonly unknown[]): string => `${items.map((item) => JSON.stringify(item)).join('\n')}\n`

const corpus = [
  { _id: 'storks', title: 'Storks', text: 'They nest on chimneys, and clatter.' },
  { _id: 'cranes', title: 'Cranes', text: 'They dance in spring on the meadow.' },
  { _id: 'gulls', title: '', text: 'Gulls eat whatever there is at the harbour.' },
]
const queries = [
  { _id: 'q1', text: 'What nests on chimneys?' },
  { _id: 'q2', text: 'Who dances in spring?' },
  { _id: 'q3', text: 'Nobody has judged this.' },
]
/** Vectors that know birds by their first letters alone. */
const embedder: Embedder = {
  model: 'letters',
  embed: (texts) =>
    Promise.resolve(texts.map((text) => Float32Array.of(/nest/.test(text) ? 1 : 0, /danc/.test(text) ? 1 : 0, 0.1))),
}

describe('the evaluation of retrieval', () => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  const printed: string[] = []
  const print = (line: string): void => void printed.push(line)
  beforeEach(async () => {
    folder = await temporaryFolder()
    printed.length = 0
    await mkdir(join(folder.path, 'qrels'))
    await writeFile(join(folder.path, 'corpus.jsonl'), lines(corpus))
    await writeFile(join(folder.path, 'queries.jsonl'), lines(queries))
    await writeFile(
      join(folder.path, 'qrels', 'test.tsv'),
      'query-id\tcorpus-id\tscore\nq1\tstorks\t1\nq2\tcranes\t1\nq2\tgulls\t0\n',
    )
  })
  afterEach(() => folder.remove())

  it('rates what search finds for the queries that were judged, and writes the ranking down', async () => {
    const out = join(folder.path, 'run.txt')
    const figures = await evaluateRag({ collection: folder.path, out, print })
    expect(figures).to.include({ documents: 3, queries: 2, mode: 'lexical', store: 'sqlite' })
    expect(figures).to.include({ ndcg_at_10: 1, map: 1, recall_at_10: 1, recall_at_100: 1, mrr_at_10: 1 })
    const run = (await readFile(out, 'utf8')).trim().split('\n')
    expect(run[0]).to.match(/^q1 Q0 storks 1 \d+\.\d{6} ai-agent$/)
    expect(run.filter((line) => line.startsWith('q3'))).to.deep.equal([])
    expect(printed.join('\n')).to.include('nDCG@10     1.0000')
  })

  it('takes documents of a title alone, of nothing, and of what looks like files of another kind', async () => {
    const odd = [
      { _id: 'owls', title: 'Owls alone', text: '' },
      { _id: 'none', title: '', text: ' ' },
      { _id: 'page', title: '', text: '%PDF-1.4 is what pipits said' },
      { _id: 'mark', text: '<html>hoopoe' },
    ]
    await writeFile(join(folder.path, 'corpus.jsonl'), `\uFEFF${lines(odd)}`)
    await writeFile(
      join(folder.path, 'queries.jsonl'),
      lines(['owls', 'pipits', 'hoopoe'].map((text) => ({ _id: text, text }))),
    )
    await writeFile(
      join(folder.path, 'qrels', 'test.tsv'),
      'owls\towls\t1\npipits\tpage\t1\nhoopoe\tmark\t1\ngone\tmark\t1\n',
    )
    expect(await evaluateRag({ collection: folder.path, print })).to.include({
      documents: 3,
      queries: 3,
      ndcg_at_10: 1,
    })
    expect(printed.join('\n')).to.include('1 judged queries are not in queries.jsonl')
  })

  it('leaves out a document that is the query itself, as BEIR does, unless it is judged relevant', async () => {
    const debate = [
      { _id: 'zoos', text: 'Zoos should be closed since animals suffer in zoos.' },
      { _id: 'against', text: 'Zoos save animals that would die out.' },
    ]
    await writeFile(join(folder.path, 'corpus.jsonl'), lines(debate))
    await writeFile(join(folder.path, 'queries.jsonl'), lines(debate))
    await writeFile(join(folder.path, 'qrels', 'test.tsv'), 'zoos\tagainst\t1\nagainst\tagainst\t1\n')
    const out = join(folder.path, 'run.txt')
    expect(await evaluateRag({ collection: folder.path, out, print })).to.include({ queries: 2, ndcg_at_10: 1 })
    const found = (await readFile(out, 'utf8')).trim().split('\n')
    expect(found.map((line) => line.split(' ').slice(0, 4).join(' '))).to.deep.equal([
      'zoos Q0 against 1',
      'against Q0 against 1',
      'against Q0 zoos 2',
    ])
  })

  it('writes no score twice, and no blank into a column', async () => {
    const twins = ['a b', 'c', 'd'].map((id) => ({ _id: id, title: '', text: 'Twins are alike.' }))
    await writeFile(join(folder.path, 'corpus.jsonl'), lines(twins))
    await writeFile(join(folder.path, 'qrels', 'test.tsv'), 'q1\tc\t1\n')
    await writeFile(join(folder.path, 'queries.jsonl'), lines([{ _id: 'q1', text: 'alike twins' }]))
    const out = join(folder.path, 'run.txt')
    await evaluateRag({ collection: folder.path, out, print })
    const columns = (await readFile(out, 'utf8'))
      .trim()
      .split('\n')
      .map((line) => line.split(' '))
    expect(columns.map((line) => line.length)).to.deep.equal([6, 6, 6])
    expect(columns.map((line) => line[2])).to.have.members(['a%20b', 'c', 'd'])
    const scores = columns.map((line) => Number(line[4]))
    expect(scores).to.deep.equal([...new Set(scores)].sort((a, b) => b - a))
  })

  it('says of a collection that is not whole which line is wrong, or that nothing can be asked', async () => {
    const wrong = {
      'corpus.jsonl': ['{"_id": "d1", "text": "x"}\n{bad', 'Line 2 of'],
      'queries.jsonl': ['{"id": "q1", "text": "x"}', 'Line 1 of'],
      'qrels/test.tsv': ['query-id\tcorpus-id\tscore\nq1 storks 1', 'Line 2 of'],
    }
    for (const [name, [content = '', complaint = '']] of Object.entries(wrong)) {
      const before = await readFile(join(folder.path, name))
      await writeFile(join(folder.path, name), content)
      expect(await evaluateRag({ collection: folder.path, print }).catch(String), name).to.include(complaint)
      await writeFile(join(folder.path, name), before)
    }
    await writeFile(join(folder.path, 'qrels', 'test.tsv'), 'query-id\tcorpus-id\tscore\n')
    expect(await evaluateRag({ collection: folder.path, print }).catch(String)).to.include('No query of')
  })

  it('measures with vectors where there is a model for them, and says so where there is none', async () => {
    for (const mode of ['vector', 'hybrid'] as const)
      expect(await evaluateRag({ collection: folder.path, mode, embedder, print })).to.include({ ndcg_at_10: 1, mode })
    const refused = await evaluateRag({ collection: folder.path, mode: 'hybrid', print }).catch(String)
    expect(refused).to.include('EMBEDDING_MODEL')
  })

  it('says what is wrong with a collection', async () => {
    await writeFile(join(folder.path, 'corpus.jsonl'), `${lines(corpus)}{"text": 7}\n`)
    expect(await evaluateRag({ collection: folder.path, print }).catch(String)).to.include('Line 4')
    expect(await evaluateRag({ collection: join(folder.path, 'none'), print }).catch(String)).to.include(
      'queries.jsonl',
    )
  })

  it('computes the measures as trec_eval does', () => {
    const judgements = new Map([
      [
        'q',
        new Map([
          ['a', 2],
          ['b', 1],
          ['c', 1],
        ]),
      ],
    ])
    const { ndcg_at_10, map, recall_at_10, mrr_at_10 } = rate(new Map([['q', ['x', 'a', 'y', 'b']]]), judgements)
    const ideal = 2 + 1 / Math.log2(3) + 1 / 2
    expect(ndcg_at_10).to.be.closeTo((2 / Math.log2(3) + 1 / Math.log2(5)) / ideal, 1e-12)
    expect(map).to.be.closeTo((1 / 2 + 2 / 4) / 3, 1e-12)
    expect(recall_at_10).to.be.closeTo(2 / 3, 1e-12)
    expect(mrr_at_10).to.equal(1 / 2)
    expect(rate(new Map(), judgements).map).to.equal(0)
  })
})
