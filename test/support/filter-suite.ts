import { expect } from 'chai'
import { ragMigrations } from '../../src/modules/rag/migrations/index.ts'
import { parseFilter } from '../../src/modules/rag/retrieve/filter.ts'
import { createStores, type Stores } from '../../src/modules/rag/stores/index.ts'
import { openDatabase, type Database } from '../../src/platform/db/connect.ts'
import { parseStorageUrl } from '../../src/platform/db/dialect.ts'
import { randomNumbers } from '../../bench/support/texts.ts'

type Json = string | number | boolean | null | Json[] | { [name: string]: Json }

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const at = (metadata: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce(
      (value: unknown, part) => (isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined),
      metadata,
    )

/** What a filter means, said plainly; the stores are held against it. */
const holds = (metadata: unknown, filter: Record<string, unknown>): boolean =>
  Object.entries(filter).every(([key, wanted]) => {
    const parts = Array.isArray(wanted) ? wanted.filter(isObject) : []
    if (key === '$and') return parts.every((part) => holds(metadata, part))
    if (key === '$or') return parts.some((part) => holds(metadata, part))
    if (key === '$not') return isObject(wanted) && !holds(metadata, wanted)
    return fits(at(metadata, key), isObject(wanted) ? wanted : { $eq: wanted })
  })

const fits = (value: unknown, operators: Record<string, unknown>): boolean => {
  const elements: unknown[] = Array.isArray(value) ? value : value === undefined || isObject(value) ? [] : [value]
  const equals = (wanted: unknown): boolean => elements.includes(wanted) || (wanted === null && value === undefined)
  const some = (test: (order: number) => boolean, wanted: unknown): boolean =>
    elements.some((element) => typeof element === typeof wanted && test(compare(element, wanted)))
  return Object.entries(operators).every(([operator, wanted]) => {
    if (operator === '$eq') return equals(wanted)
    if (operator === '$ne') return !equals(wanted)
    if (operator === '$in') return Array.isArray(wanted) && wanted.some(equals)
    if (operator === '$nin') return Array.isArray(wanted) && !wanted.some(equals)
    if (operator === '$exists') return (value !== undefined) === wanted
    if (operator === '$not') return isObject(wanted) && !fits(value, wanted)
    if (operator === '$gt') return some((order) => order > 0, wanted)
    if (operator === '$gte') return some((order) => order >= 0, wanted)
    return operator === '$lt' ? some((order) => order < 0, wanted) : some((order) => order <= 0, wanted)
  })
}

const compare = (a: unknown, b: unknown): number =>
  typeof a === 'string' && typeof b === 'string'
    ? Buffer.compare(Buffer.from(a), Buffer.from(b))
    : Number(a) - Number(b)

const names = ['a', 'b', '0', '-1', "it's", 'x y', 'é', '{},', '[0]', 'null', '%', '?', '$', 'a-b', '日本']
const texts = [
  '',
  'x',
  'X',
  '1',
  '10',
  '2',
  'true',
  'null',
  "'; drop table documents; --",
  'é',
  'z',
  '日本',
  '😀',
  '%',
  '?',
  '\\"',
]
const scalars: Json[] = [...texts, 0, 1, 2, 10, -1, 1.5, 1e21, -0.25, true, false, null]

/** Filters that mean the same in every store: random ones, against many odd documents. */
export const filterSuite = (
  title: string,
  storage: () => Promise<{ url: string; drop: () => Promise<void> }>,
): void => {
  describe(title, function () {
    this.timeout(60_000)
    let place: Awaited<ReturnType<typeof storage>>
    let database: Database
    let stores: Stores
    const random = randomNumbers(20)
    const pick = <T>(list: readonly T[]): T => {
      const one = list[Math.floor(random() * list.length)]
      if (one === undefined) throw new Error('nothing to pick from')
      return one
    }

    const value = (depth: number): Json => {
      const kind = random()
      if (depth === 0 || kind < 0.6) return pick(scalars)
      if (kind < 0.8) return Array.from({ length: Math.floor(random() * 4) }, () => value(depth - 1))
      return object(depth - 1)
    }
    const object = (depth: number): { [name: string]: Json } =>
      Object.fromEntries(
        Array.from({ length: 1 + Math.floor(random() * 5) }, () => [pick(names.slice(0, 8)), value(depth)]),
      )
    const first = names.filter((name) => name !== '$')
    const field = (): string => (random() < 0.6 ? pick(first) : `${pick(first)}.${pick(names)}`)
    const operators = (): Json => {
      const kind = random()
      if (kind < 0.2) return pick(scalars)
      if (kind < 0.35) return { [pick(['$eq', '$ne'])]: pick(scalars) }
      if (kind < 0.6) return { [pick(['$gt', '$gte', '$lt', '$lte'])]: pick<Json>([...texts, 0, 1, 2, 10, -1, 1.5]) }
      if (kind < 0.8)
        return { [pick(['$in', '$nin'])]: Array.from({ length: Math.floor(random() * 5) }, () => pick(scalars)) }
      return kind < 0.9 ? { $exists: random() < 0.5 } : { $not: { $gte: pick<Json>([1, 'x']) } }
    }
    const filter = (depth: number): { [name: string]: Json } => {
      const kind = depth === 0 ? 0 : random()
      if (kind < 0.6)
        return Object.fromEntries(Array.from({ length: 1 + Math.floor(random() * 2) }, () => [field(), operators()]))
      if (kind < 0.9) return { [pick(['$and', '$or'])]: [filter(depth - 1), filter(depth - 1)] }
      return { $not: filter(depth - 1) }
    }

    before(async () => {
      place = await storage()
      database = await openDatabase(parseStorageUrl(place.url), 'rag', ragMigrations)
      stores = createStores(database)
    })
    after(async () => {
      await database.close()
      await place.drop()
    })
    const idsOf = async (wanted: unknown): Promise<string[]> => {
      const { items } = await stores.passages.listDocuments({ limit: 500, filter: parseFilter(wanted) }, null)
      return items.map(({ id }) => id).sort((a, b) => Number(a) - Number(b))
    }

    it('finds what the filter says, no more and no less', async () => {
      const documents = Array.from({ length: 150 }, () => object(2))
      await stores.passages.replaceDocuments(
        documents.map((metadata, i) => ({
          document: { id: String(i), title: '', text: `Text ${i}`, contentHash: String(i), metadata },
          chunks: [{ text: `Text ${i}`, start: 0, end: `Text ${i}`.length, headingPath: [] }],
        })),
      )
      for (let round = 0; round < 400; round++) {
        const wanted = filter(2)
        const right = documents.flatMap((metadata, i) => (holds(metadata, wanted) ? [String(i)] : []))
        expect(await idsOf(wanted), JSON.stringify(wanted)).to.deep.equal(right)
      }
    })

    it('takes a thousand values, and refuses what it cannot take with a reason', async () => {
      const many = [...Array.from({ length: 999 }, (_, i) => `value ${i}`), 'x']
      expect(await idsOf({ a: { $in: many } })).to.deep.equal(await idsOf({ a: 'x' }))
      expect(await idsOf({ a: { $nin: many } })).to.deep.equal(await idsOf({ a: { $ne: 'x' } }))
      const odd: unknown[] = [
        null,
        [],
        'a',
        1,
        { 'a"b': 1 },
        { 'a\\b': 1 },
        { 'a\u0000b': 1 },
        { '': 1 },
        { $where: '1' },
        { a: { $regex: '.' } },
        { a: { $gt: null } },
        { a: { $in: 'x' } },
        { a: [1] },
        { a: {} },
        { a: { $eq: { b: 1 } } },
        { a: 'x\u0000' },
        { $and: [] },
        { $or: {} },
        { $and: Array.from({ length: 500 }, () => ({})) },
        { a: { $in: [...many, 'y'] } },
        { a: { $exists: 'yes' } },
        { a: Number.NaN },
      ]
      for (const one of odd)
        expect(() => parseFilter(one), JSON.stringify(one))
          .to.throw()
          .with.property('code', 'invalid')
    })
  })
}
