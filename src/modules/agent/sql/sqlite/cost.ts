/** An instruction of the byte code, as far as loops are concerned. */
export interface LoopInstruction {
  addr: number
  opcode: string
  p1: number
  p2: number
  p3: number
}

const loopEnds = new Set(['Next', 'Prev', 'VNext'])
const fullScans = new Set(['Rewind', 'Last', 'Sort'])
/** What a look-up by index is taken to find, and what a virtual or transient table is taken to hold. */
const rowsOfSearch = 3
const rowsUnknown = 10

/**
 * The most rows that any loop of a program would pass: the product of the tables that it and the loops around it scan
 * from end to end. `rowsOf` counts a b-tree, named `database:rootPage`.
 */
export function rowsToPass(program: readonly LoopInstruction[], rowsOf: (tree: string) => number): number {
  const treeOf = new Map<number, string>()
  const scanned = new Set<number>()
  for (const { opcode, p1, p2, p3 } of program) {
    if (opcode === 'OpenRead') treeOf.set(p1, `${p3}:${p2}`)
    if (fullScans.has(opcode)) scanned.add(p1)
  }
  const loops = program
    .filter(({ opcode, addr, p2 }) => loopEnds.has(opcode) && p2 < addr)
    .map(({ addr, p1, p2 }) => ({ from: p2, to: addr, rows: rowsOfLoop(p1) }))

  function rowsOfLoop(cursor: number): number {
    const tree = treeOf.get(cursor)
    if (tree === undefined) return rowsUnknown
    return scanned.has(cursor) ? Math.max(1, rowsOf(tree)) : rowsOfSearch
  }

  let most = 0
  for (const inner of loops) {
    const start = startOfOnce(program, inner)
    const around = loops.filter(({ from, to }) => from <= inner.from && to >= inner.to && from > start)
    most = Math.max(
      most,
      around.reduce((product, { rows }) => product * rows, 1),
    )
  }
  return most
}

/** Where the innermost stretch begins that a loop stands in and that runs once only, however often it is come by. */
function startOfOnce(program: readonly LoopInstruction[], loop: { from: number; to: number }): number {
  const starts = program
    .filter(({ opcode, addr, p2 }) => opcode === 'Once' && addr < loop.from && p2 > loop.to)
    .map(({ addr }) => addr)
  return starts.at(-1) ?? -1
}
