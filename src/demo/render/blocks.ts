/** A part of a document, whatever its format. */
export type Block =
  | { kind: 'heading'; level: number; text: string }
  | { kind: 'paragraph'; text: string }
  | { kind: 'list'; items: string[] }
  | { kind: 'table'; rows: string[][] }

/** The blocks of a document that is written in the little Markdown our documents need: no inline marks. */
export function blocksOf(markdown: string): Block[] {
  return markdown
    .trim()
    .split(/\n{2,}/)
    .map(blockOf)
}

function blockOf(source: string): Block {
  const lines = source.split('\n').map((line) => line.trim())
  const [, marks, title] = /^(#{1,4}) (.+)$/.exec(source) ?? []
  if (marks !== undefined && title !== undefined) return { kind: 'heading', level: marks.length, text: title }
  if (source.startsWith('- ')) return { kind: 'list', items: source.slice(2).split(/\n- /).map(unwrapped) }
  if (source.startsWith('|')) {
    const rows = lines.filter((line) => !/^[|\s:-]+$/.test(line))
    return {
      kind: 'table',
      rows: rows.map((row) =>
        row
          .slice(1, -1)
          .split('|')
          .map((cell) => cell.trim()),
      ),
    }
  }
  return { kind: 'paragraph', text: unwrapped(source) }
}

function unwrapped(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').trim()
}
