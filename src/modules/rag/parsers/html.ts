import { parse, type DefaultTreeAdapterTypes } from 'parse5'
import { beginningOf } from './beginning.ts'
import type { Budget } from './budget.ts'
import { decodeText } from './charset/decode.ts'
import { createDocumentBuilder, isBlank, oneLine, type DocumentBuilder } from './document-builder.ts'
import { createHtmlWriter, type BlockTaker } from './html/blocks.ts'
import { attribute, contentRoot, find, isElement, textLength, type HtmlElement } from './html/content.ts'
import type { DocumentMetadata, Parser } from './parser.ts'
import { unreadable } from './unreadable.ts'

/** Web pages (WHATWG HTML): what a reader came for, without menus, banners, scripts and hidden parts. */
export const htmlParser: Parser = {
  name: 'html',
  extensions: ['.html', '.htm', '.xhtml', '.xht', '.shtml'],
  mediaTypes: ['text/html', 'application/xhtml+xml'],
  recognises(bytes) {
    const head = beginningOf(bytes, 512).toString('latin1').replaceAll('\0', '')
    return /^[^<]{0,4}\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)*(?:<!doctype html|<html[\s>])/iu.test(head)
  },
  parse(bytes, context) {
    const { html, charset } = decodeHtml(bytes, context.charset)
    const builder = createDocumentBuilder(context.budget)
    const { title, metadata } = writeHtml(html, builder, context.budget)
    if (builder.isEmpty && /<(?:script|i?frame)\b/iu.test(html))
      throw unreadable(
        'no_text',
        'The page holds no text of its own: scripts or frames fetch it. Save it from a browser as it is shown, or as PDF.',
      )
    return Promise.resolve({ document: builder.finish({ ...metadata, type: 'html', charset }, title) })
  },
}

/** The source of a page, decoded as its bytes, its sender or its own head say, in this order. */
export function decodeHtml(bytes: Uint8Array, declared?: string): { html: string; charset: string } {
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1')
  const inside =
    /<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]+)/iu.exec(head)?.[1] ??
    /<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w:.-]+)/iu.exec(head)?.[1]
  const decoded = decodeText(bytes, declared ?? inside)
  if (!decoded) throw unreadable('malformed', 'The file is named as a web page, but holds binary data.')
  if (isBlank(decoded.text)) throw unreadable('no_text', 'The file is empty, so there is nothing to find in it.')
  return { html: decoded.text, charset: decoded.charset }
}

/** Writes a page's content into a document, and tells what its head says of it. */
export function writeHtml(
  html: string,
  builder: DocumentBuilder,
  budget: Budget,
  { withTitle } = { withTitle: true },
): { title?: string; metadata: Partial<DocumentMetadata> } {
  const tags = html.split('<', budget.limits.elements + 1).length
  if (tags > budget.limits.elements)
    throw unreadable('too_large', 'The page holds more elements than any document does.')
  const root = parse(withoutSelfClosing(html), { scriptingEnabled: false }).childNodes.filter(
    (node) => 'tagName' in node,
  )[0]
  const body = root?.childNodes
    .filter(isElement)
    .find((element) => element.tagName === 'body' || element.tagName === 'frameset')
  if (!root || !body) return { metadata: {} }
  const { title, metadata } = headOf(root)

  const standIn = find(body, ({ tagName }) => tagName === 'noframes')[0]
  if (body.tagName === 'frameset' && standIn) {
    writeHtml(textOf(standIn), builder, budget, { withTitle })
    return title === undefined ? { metadata } : { title, metadata }
  }
  const content = contentRoot(body)
  const firstHeading = find(content, (element) => element.tagName === 'h1')[0]
  if (withTitle && title !== undefined && !firstHeading) builder.add('heading', title, { level: 1 })
  const recording = recordBlocks()
  createHtmlWriter(recording, budget).write(content, 'boilerplate')
  if (recording.characters >= textLength(body) * 0.08 || recording.characters > 2000) recording.replay(builder)
  else createHtmlWriter(builder, budget).write(body, 'hidden')
  return title === undefined ? { metadata } : { title, metadata }
}

/** XHTML may close any element at once; read as HTML, a `<title/>` would swallow the page. */
function withoutSelfClosing(html: string): string {
  if (!/^\s*<\?xml|<!DOCTYPE html PUBLIC "-\/\/W3C\/\/DTD XHTML|xmlns=/iu.test(html.slice(0, 2000))) return html
  return html.replace(
    /<(title|a|script|style|p|div|span|td|th|li|i|b|em|strong|h[1-6]|iframe|textarea|section)\b([^<>]*)\/>/giu,
    '<$1$2></$1>',
  )
}

/** Keeps what is written until it is known whether it is enough. */
function recordBlocks(): BlockTaker & { characters: number; replay(builder: DocumentBuilder): void } {
  const calls: ((builder: DocumentBuilder) => void)[] = []
  return {
    characters: 0,
    add(...block) {
      this.characters += block[1].length
      calls.push((builder) => builder.add(...block))
    },
    table(...rows) {
      for (const row of rows[0]) for (const cell of row) this.characters += cell.length
      calls.push((builder) => builder.table(...rows))
    },
    replay(builder) {
      for (const call of calls) call(builder)
    },
  }
}

function headOf(root: HtmlElement): { title?: string; metadata: Partial<DocumentMetadata> } {
  const said = new Map<string, string>()
  for (const meta of find(root, (element) => element.tagName === 'meta')) {
    const name = (attribute(meta, 'name') || attribute(meta, 'property')).toLowerCase()
    const content = oneLine(attribute(meta, 'content')).slice(0, 500)
    if (name && content && !said.has(name)) said.set(name, content)
  }
  const titleElement = find(root, (element) => element.tagName === 'title')[0]
  const title = oneLine(titleElement ? textOf(titleElement) : '') || said.get('og:title')
  const language = attribute(root, 'lang') || attribute(root, 'xml:lang')
  const author = said.get('author') ?? said.get('article:author') ?? said.get('dc.creator')
  const created = said.get('article:published_time') ?? said.get('date') ?? said.get('dc.date')
  const modified = said.get('article:modified_time')
  const description = said.get('description') ?? said.get('og:description')
  const keywords = said.get('keywords')
  return {
    ...(title ? { title } : {}),
    metadata: {
      ...(language ? { language } : {}),
      ...(author ? { author } : {}),
      ...(created ? { created } : {}),
      ...(modified ? { modified } : {}),
      ...(description ? { description } : {}),
      ...(keywords ? { keywords } : {}),
    },
  }
}

function textOf(element: HtmlElement): string {
  return element.childNodes
    .map((node: DefaultTreeAdapterTypes.ChildNode) => ('value' in node ? node.value : ''))
    .join('')
}
