import { blocksOf } from './blocks.ts'
import type { Block } from './blocks.ts'

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** The document as a whole HTML page, titled by its first heading. */
export function renderHtml(markdown: string): string {
  const blocks = blocksOf(markdown)
  const title = blocks.find((block) => block.kind === 'heading')?.text ?? ''
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escaped(title)}</title>
</head>
<body>
${blocks.map(htmlOf).join('\n')}
</body>
</html>
`
}

function htmlOf(block: Block): string {
  if (block.kind === 'heading') return `<h${block.level}>${escaped(block.text)}</h${block.level}>`
  if (block.kind === 'paragraph') return `<p>${escaped(block.text)}</p>`
  if (block.kind === 'list') return `<ul>\n${block.items.map((item) => `<li>${escaped(item)}</li>`).join('\n')}\n</ul>`
  const [head = [], ...body] = block.rows
  const row = (cells: string[], tag: string) =>
    `<tr>${cells.map((cell) => `<${tag}>${escaped(cell)}</${tag}>`).join('')}</tr>`
  return `<table>\n<thead>${row(head, 'th')}</thead>\n<tbody>\n${body.map((cells) => row(cells, 'td')).join('\n')}\n</tbody>\n</table>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character)
}
