import { blocksOf } from './blocks.ts'
import type { Block } from './blocks.ts'
import { wrap } from './wrap.ts'

const WIDTH = 100

/** The document as Markdown with lines of even length. */
export function renderMarkdown(markdown: string): string {
  return `${blocksOf(markdown).map(markdownOf).join('\n\n')}\n`
}

function markdownOf(block: Block): string {
  if (block.kind === 'heading') return `${'#'.repeat(block.level)} ${block.text}`
  if (block.kind === 'paragraph') return wrap(block.text, WIDTH)
  if (block.kind === 'list') return block.items.map((item) => wrap(`- ${item}`, WIDTH, '  ')).join('\n')
  const [head = [], ...body] = block.rows
  const row = (cells: string[]) => `| ${cells.join(' | ')} |`
  return [row(head), row(head.map(() => '---')), ...body.map(row)].join('\n')
}
