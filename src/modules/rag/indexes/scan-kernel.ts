// oxlint-disable unicorn/no-useless-spread -- each spread is one step of the loop; flattened, nobody could read it
/**
 * The inner loops of an exact vector search as WebAssembly modules with SIMD, put together from their instructions: dot products
 * of one vector with many that lie behind each other in memory, over 32-bit floats, and over bytes with a question of 16 bits.
 */

const op = {
  block: [0x02, 0x40],
  loop: [0x03, 0x40],
  end: [0x0b],
  i32Eqz: [0x45],
  i32LessThan: [0x49],
  i32Add: [0x6a],
  i32Subtract: [0x6b],
  i32Store: [0x36, 0x02, 0x00],
  f32Add: [0x92],
  f32Store: [0x38, 0x02, 0x00],
  vectorZero: [0xfd, 0x0c, ...Array.from({ length: 16 }, () => 0)],
  f32x4Lane: [0xfd, 0x1f],
  f32x4Add: [0xfd, 0xe4, 0x01],
  f32x4Multiply: [0xfd, 0xe6, 0x01],
  i32x4Lane: [0xfd, 0x1b],
  i32x4Add: [0xfd, 0xae, 0x01],
  /** Products of eight pairs of 16-bit numbers, two and two added up. */
  i32x4Dot: [0xfd, 0xba, 0x01],
} as const

const get = (local: number): number[] => [0x20, local]
const set = (local: number): number[] => [0x21, local]
const constant = (value: number): number[] => [0x41, ...signed(value)]
const branch = (depth: number): number[] => [0x0c, depth]
const branchIf = (depth: number): number[] => [0x0d, depth]
const loadVector = (offset: number): number[] => [0xfd, 0x00, 0x04, offset]
/** Eight bytes, each widened to 16 bits with its sign. */
const loadBytes = (offset: number): number[] => [0xfd, 0x01, 0x03, offset]

/** Signed LEB128, for the small numbers above. */
const signed = (value: number): number[] => (value < 64 ? [value] : [(value & 0x7f) | 0x80, value >> 7])
/** Unsigned LEB128. */
const unsigned = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]
const section = (id: number, body: readonly number[]): number[] => [id, ...unsigned(body.length), ...body]
const name = (text: string): number[] => [text.length, ...Buffer.from(text)]

const [query, vector, count, stride, out, end, at, sum] = [0, 1, 2, 3, 4, 5, 6, 7] as const
const sums = [sum, sum + 1, sum + 2, sum + 3]

const add = (local: number, amount: number[]): number[] => [...get(local), ...amount, ...op.i32Add, ...set(local)]

/** How one kind of number is multiplied and added up; a step takes four times what fits into 128 bits. */
interface Arithmetic {
  /** Leaves four partial sums on the stack: of the `part`th of four parts of a step. */
  products: (part: number) => number[]
  /** Bytes of a vector, and of the question, that a step takes. */
  vectorStep: number
  queryStep: number
  addFour: readonly number[]
  lane: readonly number[]
  addOne: readonly number[]
  store: readonly number[]
}

const floats: Arithmetic = {
  products: (part) => [
    ...[...get(vector), ...loadVector(part * 16), ...get(at), ...loadVector(part * 16), ...op.f32x4Multiply],
  ],
  vectorStep: 64,
  queryStep: 64,
  addFour: op.f32x4Add,
  lane: op.f32x4Lane,
  addOne: op.f32Add,
  store: op.f32Store,
}

const bytes: Arithmetic = {
  products: (part) => [
    ...[...get(vector), ...loadBytes(part * 8), ...get(at), ...loadVector(part * 16), ...op.i32x4Dot],
  ],
  vectorStep: 32,
  queryStep: 64,
  addFour: op.i32x4Add,
  lane: op.i32x4Lane,
  addOne: op.i32Add,
  store: op.i32Store,
}

const bodyOf = ({ products, vectorStep, queryStep, addFour, lane, addOne, store }: Arithmetic): number[] => [
  ...op.block,
  ...op.loop,
  ...[...get(count), ...op.i32Eqz, ...branchIf(1)],
  ...sums.flatMap((local) => [...op.vectorZero, ...set(local)]),
  ...[...get(vector), ...get(stride), ...op.i32Add, ...set(end)],
  ...[...get(query), ...set(at)],
  ...op.loop,
  ...sums.flatMap((local, part) => [...get(local), ...products(part), ...addFour, ...set(local)]),
  ...add(vector, constant(vectorStep)),
  ...add(at, constant(queryStep)),
  ...[...get(vector), ...get(end), ...op.i32LessThan, ...branchIf(0)],
  ...op.end,
  ...[...get(sum), ...get(sum + 1), ...addFour, ...get(sum + 2), ...addFour],
  ...[...get(sum + 3), ...addFour, ...set(sum)],
  ...get(out),
  ...[0, 1, 2, 3].flatMap((i) => [...get(sum), ...lane, i, ...(i === 0 ? [] : addOne)]),
  ...store,
  ...add(out, constant(4)),
  ...[...get(count), ...constant(1), ...op.i32Subtract, ...set(count)],
  ...branch(0),
  ...op.end,
  ...op.end,
  ...op.end,
]

const i32 = 0x7f
const v128 = 0x7b

const moduleOf = (arithmetic: Arithmetic): Uint8Array => {
  const code = [2, 2, i32, 4, v128, ...bodyOf(arithmetic)]
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, 5, i32, i32, i32, i32, i32, 0]),
    ...section(2, [1, ...name('host'), ...name('memory'), 0x02, 0x00, 1]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...name('scan'), 0x00, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ])
}

/** Numbers a vector is filled up to, with zeros, so that the loops take whole steps. */
export const stepNumbers = bytes.vectorStep

/**
 * Writes the dot product of the vector at `query` with each of `count` vectors from `vector` on, `stride` bytes apart, to `out`,
 * four bytes each. Places are bytes in `memory`; a vector fills its stride.
 */
export type Scan = (query: number, vector: number, count: number, stride: number, out: number) => void

const isScan = (exported: unknown): exported is Scan => typeof exported === 'function'

const instantiate = (arithmetic: Arithmetic, memory: WebAssembly.Memory): Scan => {
  const module = new WebAssembly.Module(moduleOf(arithmetic))
  const { scan } = new WebAssembly.Instance(module, { host: { memory } }).exports
  if (!isScan(scan)) throw new Error('The scan kernel does not export its function.')
  return scan
}

/** The loop over 32-bit floats in a memory of the caller's. */
export const instantiateScan = (memory: WebAssembly.Memory): Scan => instantiate(floats, memory)

/** The loop over vectors of signed bytes and a question of signed 16-bit numbers; writes 32-bit integers, which must not overflow. */
export const instantiateByteScan = (memory: WebAssembly.Memory): Scan => instantiate(bytes, memory)
