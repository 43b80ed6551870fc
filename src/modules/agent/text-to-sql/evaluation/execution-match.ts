/**
 * Execution match as Spider's test suite has it (Zhong et al. 2020): the same multiset of rows under some permutation of
 * the columns, in the same order when `ordered`. Numbers match when equal to nine digits.
 */
export function resultsMatch(
  gold: readonly (readonly unknown[])[],
  predicted: readonly (readonly unknown[])[],
  ordered: boolean,
): boolean {
  if (gold.length !== predicted.length) return false
  const width = gold[0]?.length ?? predicted[0]?.length ?? 0
  if ((predicted[0]?.length ?? width) !== width) return false
  if (gold.length === 0) return true
  const goldColumns = columnsOf(gold, width)
  const predictedColumns = columnsOf(predicted, width)
  const goldBags = goldColumns.map(bag)
  const predictedBags = predictedColumns.map(bag)
  const goldRows = ordered ? rowsOf(goldColumns, identity(width)) : bag(rowsOf(goldColumns, identity(width)))
  const fits = goldBags.map((one) => predictedBags.flatMap((other, index) => (same(one, other) ? [index] : [])))
  const chosen: number[] = []
  const search = (at: number): boolean => {
    if (at === width) {
      const rows = rowsOf(predictedColumns, chosen)
      return same(goldRows, ordered ? rows : bag(rows))
    }
    for (const index of fits[at] ?? []) {
      if (chosen.includes(index)) continue
      chosen.push(index)
      if (search(at + 1)) return true
      chosen.pop()
    }
    return false
  }
  return search(0)
}

/** Takes DISTINCT out of a statement: the metric does not mind it. */
export function withoutDistinct(sql: string): string {
  return sql.replaceAll(/\bdistinct\b/gi, ' ')
}

/** Whether a statement orders its result, so that the metric minds the order. */
export function isOrdered(sql: string): boolean {
  return /\border\s+by\b/i.test(sql)
}

function identity(width: number): number[] {
  return Array.from({ length: width }, (_, index) => index)
}

function columnsOf(rows: readonly (readonly unknown[])[], width: number): string[][] {
  return identity(width).map((index) => rows.map((row) => cellKey(row[index])))
}

function cellKey(cell: unknown): string {
  if (cell === null || cell === undefined) return 'null'
  if (typeof cell === 'number') return `n${Number(cell.toPrecision(9))}`
  if (typeof cell === 'bigint') return `n${Number(Number(cell).toPrecision(9))}`
  if (typeof cell === 'boolean') return `n${Number(cell)}`
  return `s${typeof cell === 'string' ? cell : JSON.stringify(cell)}`
}

function rowsOf(columns: string[][], order: number[]): string[] {
  const length = columns[0]?.length ?? 0
  return Array.from({ length }, (_, row) => order.map((column) => columns[column]?.[row] ?? '').join('\u0001'))
}

function bag(items: string[]): string[] {
  return items.toSorted()
}

function same(one: string[], other: string[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index])
}
