import { parse as parseYaml } from 'yaml'
import type { Block, BlockKind, DocumentMetadata, Parser } from './parser.ts'
import { linesOf, readText, type Line } from './read-text.ts'

/** Markdown (CommonMark with tables and front matter); its text stays as it is written, marks and all. */
export const markdownParser: Parser = {
  name: 'markdown',
  extensions: ['.md', '.markdown', '.mdown', '.mkd', '.mdx', '.qmd', '.rmd'],
  mediaTypes: ['text/markdown', 'text/x-markdown'],
  isLight: true,
  parse(bytes, context) {
    const { text, charset } = readText(bytes, context)
    const blocks = blocksOfMarkdown(text)
    const front = frontMatter(text)
    const heading = blocks.find((block) => block.kind === 'heading')
    const title = front.title ?? (heading ? headingText(text.slice(heading.start, heading.end)) : undefined)
    const { title: _, ...described } = front
    const metadata: DocumentMetadata = { type: 'markdown', charset, ...described }
    return Promise.resolve({ document: { ...(title ? { title } : {}), text, blocks, metadata, warnings: [] } })
  },
}

const longestHeading = 500
const longestMark = 2000
/** Nobody breaks lines so late: a longer line is a paragraph of its own. */
const longestLine = 300

/** A heading as it reads, without its marks. */
export function headingText(source: string): string {
  return source
    .slice(0, longestHeading)
    .replace(/\n\s*(?:=+|-+|~+|\*+)\s*$/u, '')
    .replace(/^\s*#{1,6}\s+|\s+#+\s*$|\s*\{#[^}]*\}\s*$/gu, '')
    .replace(/^\s*(?:=\s?){1,6}|(?:\s?=){1,6}\s*$/gu, '')
    .replace(/!?\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replace(/<[^<>]*>/gu, '')
    .replace(/(\*\*|__|`)(.+?)\1/gu, '$2')
    .replace(/\s+/gu, ' ')
    .trim()
}

const fence = /^ {0,3}(`{3,}|~{3,})/u
const atxHeading = /^ {0,3}(#{1,6})(?:\s|$)/u
const setextUnderline = /^ {0,3}(=+|-{2,})\s*$/u
const listItem = /^\s{0,12}(?:[-*+]|\d{1,9}[.)])\s/u
const tableRule = /^ {0,3}\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/u
const frontMatterEdge = /^---\s*$/u

/** The blocks of a Markdown text. */
export function blocksOfMarkdown(text: string): Block[] {
  const lines = [...linesOf(text)]
  const blocks: Block[] = []
  let index = 0

  function push(kind: BlockKind, from: number, to: number, more: Partial<Block> = {}): void {
    const first = lines[from]
    const last = lines[to - 1]
    if (first && last) blocks.push({ kind, start: first.start, end: last.end, ...more })
    index = to
  }
  const at = (position: number): string => lines[position]?.text ?? ''
  const isBlank = (position: number): boolean => at(position).trim() === ''

  const frontEnd = frontMatterEnd(lines)
  if (frontEnd > 0) push('note', 0, frontEnd)

  while (index < lines.length) {
    const line = at(index)
    const opened = fence.exec(line)?.[1]
    const heading = atxHeading.exec(line)?.[1]
    if (isBlank(index)) index++
    else if (opened) push('code', index, fenceEnd(lines, index, opened))
    else if (heading) push('heading', index, index + 1, { level: heading.length })
    else if (line.includes('|') && isTableRule(at(index + 1)))
      push(
        'table',
        index,
        runEnd((position) => !isBlank(position) && at(position).includes('|')),
        { headerRows: 2 },
      )
    else if (listItem.test(line)) push('list', index, listEnd())
    else if (/^ {0,3}>/u.test(line))
      push(
        'quote',
        index,
        runEnd((position) => !isBlank(position)),
      )
    else if (/^(?: {4}|\t)/u.test(line))
      push(
        'code',
        index,
        runEnd((position) => /^(?: {4}|\t)/u.test(at(position))),
      )
    else paragraph()
  }
  return blocks

  function runEnd(belongs: (position: number) => boolean): number {
    let end = index + 1
    while (end < lines.length && belongs(end)) end++
    return end
  }

  function startsBlock(position: number): boolean {
    return fence.test(at(position)) || atxHeading.test(at(position))
  }

  /** A list goes on over single blank lines as long as items or indented text follow. */
  function listEnd(): number {
    let end = index + 1
    while (end < lines.length) {
      if (isBlank(end)) {
        if (!listItem.test(at(end + 1)) && !/^\s{2,}\S/u.test(at(end + 1))) return end
      } else if (startsBlock(end) && !/^\s{2,}/u.test(at(end))) return end
      end++
    }
    return end
  }

  function paragraph(): void {
    let end = index + 1
    while (end < lines.length && !isBlank(end) && !startsBlock(end) && at(end - 1).length < longestLine) {
      const underlined = setextUnderline.exec(at(end))?.[1]
      if (underlined) return push('heading', index, end + 1, { level: underlined.startsWith('=') ? 1 : 2 })
      end++
    }
    push('paragraph', index, end)
  }
}

function isTableRule(line: string): boolean {
  return line.length < longestMark && line.includes('-') && tableRule.test(line)
}

function fenceEnd(lines: Line[], start: number, opened: string): number {
  const closing = new RegExp(`^ {0,3}${opened[0] === '`' ? '`' : '~'}{${opened.length},}\\s*$`, 'u')
  for (let end = start + 1; end < lines.length; end++) if (closing.test(lines[end]?.text ?? '')) return end + 1
  return lines.length
}

function frontMatterEnd(lines: Line[]): number {
  if (!frontMatterEdge.test(lines[0]?.text ?? '')) return 0
  for (let end = 1; end < Math.min(lines.length, 200); end++)
    if (frontMatterEdge.test(lines[end]?.text ?? '')) return end + 1
  return 0
}

/** What the YAML at the head says; front matter that is no YAML says nothing. */
function frontMatter(text: string): {
  title?: string
  author?: string
  created?: string
  description?: string
  keywords?: string
} {
  const source = /^---[ \t]*\n([\s\S]{0,20000}?)\n---[ \t]*(?:\n|$)/u.exec(text)?.[1]
  if (source === undefined) return {}
  try {
    const said: unknown = parseYaml(source, { maxAliasCount: 10, schema: 'failsafe' })
    if (typeof said !== 'object' || said === null) return {}
    const values = new Map(Object.entries(said))
    const word = (name: string): string | undefined => {
      const value: unknown = values.get(name)
      return typeof value === 'string' ? value : Array.isArray(value) ? value.map(String).join(', ') : undefined
    }
    const found = {
      title: word('title'),
      author: word('author'),
      created: word('date'),
      description: word('description'),
    }
    const keywords = word('tags') ?? word('keywords')
    return {
      ...(found.title ? { title: found.title } : {}),
      ...(found.author ? { author: found.author } : {}),
      ...(found.created ? { created: found.created } : {}),
      ...(found.description ? { description: found.description } : {}),
      ...(keywords ? { keywords } : {}),
    }
  } catch {
    return {}
  }
}
