import type { Cell } from '../sql/result.ts'

const numeral = /(?<![\p{L}\d.,])[-−]?\d[\d,]*(?:\.\d+)?(?:[eE][+-]?\d+)?/gu

/** The numerals of a text, as they stand in it. */
const numeralsOf = (text: string): string[] => text.match(numeral)?.map((found) => found.replace(/,$/, '')) ?? []

const valueOf = (text: string): number => Number(text.replaceAll(',', '').replace('−', '-'))

const decimalsOf = (text: string): number => /\.(\d+)/.exec(text)?.[1]?.length ?? 0

const cellsOf = (cell: Cell): (string | number)[] => {
  if (typeof cell === 'number' || typeof cell === 'string') return [cell]
  if (typeof cell !== 'object' || cell === null) return []
  return Object.values(cell).flatMap(cellsOf)
}

/**
 * The numerals of `text` that stand neither in the rows, exactly or rounded to the digits shown, nor among `also`.
 * Empty when every number of the text can be traced to the result.
 */
export const ungroundedNumerals = (text: string, rows: readonly Cell[][], also: readonly number[] = []): string[] => {
  const found = numeralsOf(text)
  if (found.length === 0) return []
  const cells = rows.flatMap((row) => row.flatMap(cellsOf))
  const numbers = [...also]
  for (const cell of cells)
    if (typeof cell === 'number') numbers.push(cell)
    else numbers.push(...(cell.match(/\d+(?:\.\d+)?/g) ?? []).map(Number), ...numeralsOf(cell).map(valueOf))
  return found.filter((shown) => {
    const value = valueOf(shown)
    const tolerance = decimalsOf(shown) === 0 ? 1e-9 : 0.5 * 10 ** -decimalsOf(shown) + 1e-9
    return !numbers.some((number) => Math.abs(number - value) <= tolerance)
  })
}
