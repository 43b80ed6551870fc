import type { Budget } from '../budget.ts'
import { oneLine, type DocumentBuilder } from '../document-builder.ts'
import {
  attribute,
  deepText,
  find,
  isDropped,
  isElement,
  saysContent,
  type HtmlElement,
  type HtmlNode,
  type Strictness,
} from './content.ts'

const blockTags = new Set(
  'address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main ol p pre search section summary table tbody td tfoot th thead tr ul caption'.split(
    ' ',
  ),
)

/** Writes the content of an element into a document, block by block. */
export interface HtmlWriter {
  write(root: HtmlElement, strictness: Strictness): void
}

/** What a writer writes to. */
export type BlockTaker = Pick<DocumentBuilder, 'add' | 'table'>

/** A writer into `builder`; of what is nested deeper than the budget allows, only the text is written. */
export function createHtmlWriter(builder: BlockTaker, budget: Budget): HtmlWriter {
  const ordinals = new Map<HtmlElement, string>()
  let inline = ''
  let marker = ''
  let kind: 'paragraph' | 'list' | 'quote' | 'note' = 'paragraph'

  function flush(): void {
    const text = paragraphText(inline)
    inline = ''
    if (text === '') return
    for (const paragraph of kind === 'list' ? [`${marker}${text}`] : text.split('\n\n')) builder.add(kind, paragraph)
    marker = marker.replace(/[^\s]/gu, ' ')
  }

  function children(element: HtmlElement, strictness: Strictness, depth: number, inContent: boolean): void {
    for (const child of element.childNodes) walk(child, strictness, depth + 1, inContent)
  }

  function walk(node: HtmlNode, strictness: Strictness, depth: number, inContent: boolean): void {
    if (!isElement(node)) {
      if (node.nodeName === '#text' && 'value' in node) inline += node.value.replace(/[ \t\n\f\r]+/gu, ' ')
      return
    }
    if (depth > budget.limits.depth) {
      inline += deepText(node)
      return
    }
    if (isDropped(node, strictness, inContent)) return
    const tag = node.tagName
    const within = inContent || saysContent(node)
    const heading =
      /^h([1-6])$/u.exec(tag)?.[1] ??
      (attribute(node, 'role') === 'heading' ? attribute(node, 'aria-level') || '2' : undefined)
    if (tag === 'br') inline += '\n'
    else if (tag === 'img') image(node)
    else if (heading !== undefined) asHeading(node, Number(heading) || 2, strictness, depth, within)
    else if (tag === 'pre') {
      flush()
      builder.add('code', rawText(node))
    } else if (tag === 'table') {
      flush()
      table(node, strictness, depth, within)
    } else if (tag === 'li' || tag === 'dd') listItem(node, strictness, depth, within)
    else if (tag === 'ol') {
      flush()
      countItems(node, ordinals)
      children(node, strictness, depth, within)
      flush()
    } else if (tag === 'blockquote') asKind('quote', node, strictness, depth, within)
    else if (blockTags.has(tag)) {
      flush()
      children(node, strictness, depth, within)
      flush()
    } else children(node, strictness, depth, within)
  }

  function asHeading(
    element: HtmlElement,
    level: number,
    strictness: Strictness,
    depth: number,
    within: boolean,
  ): void {
    flush()
    children(element, strictness, depth, within)
    const text = oneLine(inline)
    inline = ''
    builder.add('heading', text.replace(/\s*[¶#]$/u, ''), { level })
  }

  function asKind(
    inner: typeof kind,
    element: HtmlElement,
    strictness: Strictness,
    depth: number,
    within: boolean,
  ): void {
    flush()
    const outer = kind
    kind = inner
    children(element, strictness, depth, within)
    flush()
    kind = outer
  }

  function listItem(element: HtmlElement, strictness: Strictness, depth: number, within: boolean): void {
    flush()
    const outerMarker = marker
    marker = `${outerMarker.replace(/\S/gu, ' ').slice(0, 16)}${ordinals.get(element) ?? '- '}`
    asKind('list', element, strictness, depth, within)
    marker = outerMarker
  }

  /** A table with one column, or with blocks in its cells, lays out a page; else it is a table. */
  function table(element: HtmlElement, strictness: Strictness, depth: number, within: boolean): void {
    const rows = tableRows(element).map((row) => row.childNodes.filter(isElement).filter(isCell))
    if (isLayout(element, rows)) return children(element, strictness, depth, within)
    const lines = inGrid(rows, (cell) => cellText(cell, strictness))
    const caption = find(element, (one) => one.tagName === 'caption')[0]
    if (caption) builder.add('paragraph', cellText(caption, strictness))
    const headerRows = rows.findIndex((cells) => !cells.every((cell) => cell.tagName === 'th'))
    builder.table(lines, headerRows > 0 ? { headerRows } : {})
    return undefined
  }

  function cellText(cell: HtmlElement, strictness: Strictness): string {
    const inner = collectingTaker()
    createHtmlWriter(inner, budget).write(cell, strictness)
    return oneLine(inner.collected.join(' '))
  }

  function image(element: HtmlElement): void {
    const description = oneLine(attribute(element, 'alt'))
    if (description.length > 3 && !/\.(?:png|jpe?g|gif|svg|webp)$/iu.test(description)) inline += ` ${description} `
  }

  return {
    write(root, strictness) {
      children(root, strictness, 0, saysContent(root))
      flush()
    },
  }
}

/** Keeps only the texts, for the cells of a table. */
function collectingTaker(): BlockTaker & { collected: string[] } {
  const collected: string[] = []
  return {
    collected,
    add: (_, text) => void collected.push(text),
    table: (lines) => void collected.push(lines.map((line) => line.join(' ')).join('; ')),
  }
}

function isCell(element: HtmlElement): boolean {
  return element.tagName === 'td' || element.tagName === 'th'
}

/** The rows of a table, not those of tables inside it. */
function tableRows(table: HtmlElement): HtmlElement[] {
  return table.childNodes
    .filter(isElement)
    .flatMap((child) =>
      child.tagName === 'tr' ? [child] : child.childNodes.filter(isElement).filter((row) => row.tagName === 'tr'),
    )
}

const layoutContents = new Set(['table', 'h1', 'h2', 'h3', 'form', 'article', 'section', 'hr', 'pre'])

function isLayout(table: HtmlElement, rows: HtmlElement[][]): boolean {
  if (attribute(table, 'role') === 'presentation') return true
  if (rows.some((cells) => cells.some((cell) => cell.tagName === 'th'))) return false
  if (rows.every((cells) => cells.length <= 1)) return true
  return rows.some((cells) =>
    cells.some((cell) => find(cell, (inner) => layoutContents.has(inner.tagName)).length > 0 || breaks(cell) > 3),
  )
}

function breaks(cell: HtmlElement): number {
  return find(cell, (inner) => inner.tagName === 'br' || inner.tagName === 'p').length
}

const widestSpan = 50
const highestSpan = 1000

/** The texts of cells in their columns: what reaches over several columns or rows stands in its first and leaves the others empty. */
function inGrid(rows: HtmlElement[][], textOf: (cell: HtmlElement) => string): string[][] {
  let covered: number[] = []
  return rows.map((cells) => {
    const line: string[] = []
    const below: number[] = []
    const coverFrom = (column: number): void => {
      for (let at = column; (covered[at] ?? 0) > 0; at++) {
        below[at] = (covered[at] ?? 0) - 1
        line[at] = ''
      }
    }
    for (const cell of cells) {
      coverFrom(line.length)
      const height = Math.min(Number(attribute(cell, 'rowspan')) || 1, highestSpan)
      const width = Math.min(Number(attribute(cell, 'colspan')) || 1, widestSpan)
      for (let at = 0; at < width; at++) {
        below[line.length] = height - 1
        line.push(at === 0 ? textOf(cell) : '')
      }
    }
    coverFrom(line.length)
    covered = below
    return line
  })
}

function countItems(list: HtmlElement, ordinals: Map<HtmlElement, string>): void {
  let next = Number(attribute(list, 'start')) || 1
  for (const item of list.childNodes) {
    if (!isElement(item) || item.tagName !== 'li') continue
    next = Number(attribute(item, 'value')) || next
    ordinals.set(item, `${next++}. `)
  }
}

function rawText(element: HtmlElement): string {
  let text = ''
  const stack: HtmlNode[] = [element]
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (!isElement(node)) text += 'value' in node ? node.value : ''
    else if (node.tagName === 'br') text += '\n'
    else if (node.tagName !== 'script' && node.tagName !== 'style') stack.push(...node.childNodes.toReversed())
  }
  return text
}

function paragraphText(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/ {2,}/gu, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trim()
}
