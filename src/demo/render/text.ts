import { blocksOf } from './blocks.ts'
import type { Block } from './blocks.ts'
import { wrap } from './wrap.ts'

const WIDTH = 88

/** The document as plain text, wrapped as a person would. */
export function renderText(markdown: string): string {
  return `${blocksOf(markdown).map(textOf).join('\n\n')}\n`
}

function textOf(block: Block): string {
  if (block.kind === 'heading') {
    const title = block.level === 1 ? block.text.toUpperCase() : block.text
    return `${title}\n${(block.level === 1 ? '=' : '-').repeat(title.length)}`
  }
  if (block.kind === 'list') return block.items.map((item) => wrap(`* ${item}`, WIDTH, '  ')).join('\n')
  if (block.kind === 'table') return columns(block.rows)
  return wrap(block.text, WIDTH)
}

function columns(rows: readonly string[][]): string {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
