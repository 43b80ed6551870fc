import { expect } from 'chai'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { docxOf, wordParagraph } from '../support/documents.ts'
import { chunkSizesOf } from '../../src/modules/rag/chunkers/index.ts'
import { AppError } from '../../src/platform/errors.ts'
import {
  createParsePool,
  type FileToParse,
  type ParsePool,
  type ParsePoolOptions,
} from '../../src/modules/rag/ingest/parse-pool.ts'

async function withPool(options: Partial<ParsePoolOptions>, use: (pool: ParsePool) => Promise<void>): Promise<void> {
  const pool = createParsePool({ size: 2, memoryMegabytes: 128, timeoutMs: 15_000, ...options })
  try {
    await use(pool)
  } finally {
    await pool.close()
  }
}

async function reasonOf(pool: ParsePool, file: FileToParse, signal?: AbortSignal): Promise<string | undefined> {
  try {
    await pool.parse(file, signal)
    return undefined
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return error.details.reason ?? error.code
  }
}

const document = docxOf(wordParagraph('one good document'))
const good: FileToParse = { bytes: document, filename: 'good.docx' }

/** A letter of nothing but line ends: small to send, long to read. */
const slow: FileToParse = {
  bytes: Buffer.from(`From: a\nTo: b\nMIME-Version: 1.0\n${'\n'.repeat(8_000_000)}`),
  filename: 'slow.eml',
}

describe('parse pool', () => {
  it('reads several files at once, each answer to its own question', () =>
    withPool({}, async (pool) => {
      const names = ['a', 'b', 'c', 'd', 'e']
      const parsed = await Promise.all(
        names.map((name) => pool.parse({ bytes: docxOf(wordParagraph(`text ${name}`)), filename: `${name}.docx` })),
      )
      expect(parsed.map((file) => file.documents[0]?.text)).to.deep.equal(names.map((name) => `text ${name}`))
    }))

  it('says why a file cannot be read, and reads the next', () =>
    withPool({ size: 1 }, async (pool) => {
      expect(await reasonOf(pool, { bytes: Buffer.from('PK\u0003\u0004broken'), filename: 'bad.docx' })).to.equal(
        'malformed',
      )
      expect((await pool.parse(good)).documents[0]?.text).to.equal('one good document')
    }))

  it('ends a file that takes too long, and only that', () =>
    withPool({ size: 1, timeoutMs: 8000, memoryMegabytes: 1024 }, async (pool) => {
      const outcomes = await Promise.all([reasonOf(pool, slow), reasonOf(pool, good)])
      expect(outcomes).to.deep.equal(['too_slow', undefined])
    })).timeout(60_000)

  it('lets the others go first where a file takes long, and never gives such files all processes', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parse-pool-'))
    const program = join(folder, 'program.mjs')
    await writeFile(
      program,
      `process.on('message', ({ file }) => {
        while (file.filename === 'endless.pdf');
        process.send({ planned: { entries: [], refused: [] } })
      })
      process.send('ready')`,
    )
    try {
      await withPool({ timeoutMs: 600_000, program: pathToFileURL(program) }, async (pool) => {
        const plan = (filename: string, turn: number, signal?: AbortSignal): Promise<unknown> => {
          const request = { kind: 'file' as const, source: filename, metadata: {}, allowedRoles: null, owner: null }
          const settings = { sizes: chunkSizesOf(1_000), hashes: false }
          return pool.plan({ bytes: document, filename }, { request, fingerprint: '' }, settings, turn, signal)
        }
        expect(await plan('endless.pdf', 0)).to.equal(undefined)
        const leaving = new AbortController()
        const endless = Array.from({ length: 3 }, () => plan('endless.pdf', 5, leaving.signal).catch(() => 'left'))
        for (const turn of [0, 0, 0]) expect(await plan('good.pdf', turn)).to.deep.equal({ entries: [], refused: [] })
        leaving.abort()
        expect(await Promise.all(endless)).to.deep.equal(['left', 'left', 'left'])
        expect(await plan('good.pdf', 2)).to.deep.equal({ entries: [], refused: [] })
      })
    } finally {
      await rm(folder, { recursive: true })
    }
  }).timeout(300_000)

  it('ends a file that takes too much memory, and only that', () =>
    withPool({ size: 1, memoryMegabytes: 8, timeoutMs: 110_000 }, async (pool) => {
      const large = Buffer.from(`[${'{},'.repeat(9_000_000)}1]`)
      const outcomes = await Promise.all([
        reasonOf(pool, { bytes: large, filename: 'large.json' }),
        reasonOf(pool, good),
      ])
      expect(outcomes).to.deep.equal(['too_large', undefined])
    })).timeout(120_000)

  it('cancels what nobody waits for', () =>
    withPool({ size: 1 }, async (pool) => {
      const leaving = new AbortController()
      const outcomes = [
        reasonOf(pool, slow, leaving.signal),
        reasonOf(pool, good, leaving.signal),
        reasonOf(pool, good),
      ]
      leaving.abort()
      expect(await Promise.all(outcomes)).to.deep.equal(['cancelled', 'cancelled', undefined])
    }))

  it('reads from disk, and says what is gone and what is no file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'parse-pool-'))
    try {
      await writeFile(join(folder, 'a.docx'), document)
      await writeFile(join(folder, 'b.md'), '# Title\n\nwords')
      await withPool({}, async (pool) => {
        expect((await pool.parse({ path: join(folder, 'a.docx') })).documents[0]?.title).to.equal('a')
        expect((await pool.parse({ path: join(folder, 'b.md') })).documents[0]?.title).to.equal('Title')
        expect(await reasonOf(pool, { path: join(folder, 'gone.pdf') })).to.equal('not_found')
        expect(await reasonOf(pool, { path: folder })).to.equal('unsupported_type')
      })
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('leaves no work behind when it is closed', async () => {
    const pool = createParsePool({ size: 1, memoryMegabytes: 128, timeoutMs: 60_000 })
    const outcomes = [reasonOf(pool, slow), reasonOf(pool, good)]
    await pool.close()
    expect((await Promise.all(outcomes)).includes(undefined)).to.equal(false)
    expect(await reasonOf(pool, good)).to.equal('unavailable')
  })
})
