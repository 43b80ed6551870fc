// oxlint-disable unicorn/no-useless-spread -- each spread is one step of the loop; flattened, nobody could read it
/**
 * The inner loop of an exact vector search as a WebAssembly module with SIMD, put together from its instructions: dot products
 * of one vector with many that lie behind each other in memory, sixteen numbers a step.
 */

const op = {
  block: [0x02, 0x40],
  loop: [0x03, 0x40],
  end: [0x0b],
  i32Eqz: [0x45],
  i32LessThan: [0x49],
  i32Add: [0x6a],
  i32Subtract: [0x6b],
  f32Add: [0x92],
  f32Store: [0x38, 0x02, 0x00],
  vectorZero: [0xfd, 0x0c, ...Array.from({ length: 16 }, () => 0)],
  vectorAdd: [0xfd, 0xe4, 0x01],
  vectorMultiply: [0xfd, 0xe6, 0x01],
} as const

const get = (local: number): number[] => [0x20, local]
const set = (local: number): number[] => [0x21, local]
const constant = (value: number): number[] => [0x41, ...signed(value)]
const branch = (depth: number): number[] => [0x0c, depth]
const branchIf = (depth: number): number[] => [0x0d, depth]
const loadVector = (offset: number): number[] => [0xfd, 0x00, 0x04, offset]
const lane = (index: number): number[] => [0xfd, 0x1f, index]

/** Signed LEB128, for the small numbers above. */
const signed = (value: number): number[] => (value < 64 ? [value] : [(value & 0x7f) | 0x80, value >> 7])
/** Unsigned LEB128. */
const unsigned = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...unsigned(value >>> 7)]
const section = (id: number, body: readonly number[]): number[] => [id, ...unsigned(body.length), ...body]
const name = (text: string): number[] => [text.length, ...Buffer.from(text)]

const [query, vector, count, stride, out, end, at, sum] = [0, 1, 2, 3, 4, 5, 6, 7] as const
const sums = [sum, sum + 1, sum + 2, sum + 3]
const stepBytes = 64

const add = (local: number, amount: number[]): number[] => [...get(local), ...amount, ...op.i32Add, ...set(local)]

const body = [
  ...op.block,
  ...op.loop,
  ...[...get(count), ...op.i32Eqz, ...branchIf(1)],
  ...sums.flatMap((local) => [...op.vectorZero, ...set(local)]),
  ...[...get(vector), ...get(stride), ...op.i32Add, ...set(end)],
  ...[...get(query), ...set(at)],
  ...op.loop,
  ...sums.flatMap((local, i) => [
    ...get(local),
    ...[...get(vector), ...loadVector(i * 16), ...get(at), ...loadVector(i * 16), ...op.vectorMultiply],
    ...[...op.vectorAdd, ...set(local)],
  ]),
  ...add(vector, constant(stepBytes)),
  ...add(at, constant(stepBytes)),
  ...[...get(vector), ...get(end), ...op.i32LessThan, ...branchIf(0)],
  ...op.end,
  ...[...get(sum), ...get(sum + 1), ...op.vectorAdd, ...get(sum + 2), ...op.vectorAdd],
  ...[...get(sum + 3), ...op.vectorAdd, ...set(sum)],
  ...get(out),
  ...[0, 1, 2, 3].flatMap((i) => [...get(sum), ...lane(i), ...(i === 0 ? [] : op.f32Add)]),
  ...op.f32Store,
  ...add(out, constant(4)),
  ...[...get(count), ...constant(1), ...op.i32Subtract, ...set(count)],
  ...branch(0),
  ...op.end,
  ...op.end,
  ...op.end,
]

const i32 = 0x7f
const v128 = 0x7b
const code = [2, 2, i32, 4, v128, ...body]
const moduleBytes = Uint8Array.from([
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...section(1, [1, 0x60, 5, i32, i32, i32, i32, i32, 0]),
  ...section(2, [1, ...name('host'), ...name('memory'), 0x02, 0x00, 1]),
  ...section(3, [1, 0]),
  ...section(7, [1, ...name('scan'), 0x00, 0]),
  ...section(10, [1, ...unsigned(code.length), ...code]),
])

/** Numbers a vector is filled up to, with zeros, so that the loop takes whole steps. */
export const stepNumbers = stepBytes / 4

/**
 * Writes the dot product of the vector at `query` with each of `count` vectors from `vector` on, `stride` bytes apart, to `out`.
 * Places are bytes in `memory`; `stride` is a multiple of 64.
 */
export type Scan = (query: number, vector: number, count: number, stride: number, out: number) => void

const isScan = (exported: unknown): exported is Scan => typeof exported === 'function'

/** The loop over a memory of the caller's. */
export const instantiateScan = (memory: WebAssembly.Memory): Scan => {
  const { scan } = new WebAssembly.Instance(new WebAssembly.Module(moduleBytes), { host: { memory } }).exports
  if (!isScan(scan)) throw new Error('The scan kernel does not export its function.')
  return scan
}
