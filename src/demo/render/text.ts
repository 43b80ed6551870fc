import { blocksOf } from './blocks.ts'
import type { Block } from './blocks.ts'

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
  if (block.kind === 'list') return block.items.map((item) => wrapped(item, '  ').replace(/^ /, '*')).join('\n')
  if (block.kind === 'table') return columns(block.rows)
  return wrapped(block.text, '')
}

function wrapped(text: string, indent: string): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line && indent.length + line.length + 1 + word.length > WIDTH) lines.push(word)
    else lines[lines.length - 1] = line ? `${line} ${word}` : word
  }
  return lines.map((line) => indent + line).join('\n')
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
