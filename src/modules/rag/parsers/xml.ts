import { SaxesParser } from 'saxes'
import type { Budget } from './budget.ts'
import { decodeText } from './charset/decode.ts'
import { unreadable } from './unreadable.ts'

/** An element of an XML part; names are without their prefix; an `id` that has one is also found as `:id`. */
export interface XmlElement {
  name: string
  attributes: Record<string, string>
  children: (XmlElement | string)[]
}

/** What happens while XML is read; names are without their prefix. */
export interface XmlHandlers {
  open?(name: string, attributes: Record<string, string>): void
  text?(text: string): void
  close?(name: string): void
}

/**
 * Reads XML 1.0 piece by piece. No external entity is ever fetched and no declared one expanded: a document that uses one is
 * refused. Throws `malformed` where it is not well-formed, `too_large` beyond the budget's depth. `unread` are stretches that
 * say nothing to the reader; they are left out before anything else is done with them.
 */
export function readXml(bytes: Uint8Array, budget: Budget, handlers: XmlHandlers, unread?: RegExp): void {
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1')
  const declared = /^[^<]{0,4}<\?xml[^>]*encoding\s*=\s*["']([\w.-]+)/iu.exec(head)?.[1]
  const source = decodeText(bytes, declared)?.text
  if (source === undefined) throw malformed(undefined)
  const parser = new SaxesParser({ position: false })
  let depth = 0
  parser.on('opentag', (tag) => {
    depth++
    if (depth > budget.limits.depth) throw tooLarge()
    const attributes: Record<string, string> = {}
    for (const [name, value] of Object.entries(tag.attributes)) {
      const local = localName(name)
      if (local === name) attributes[name] = value
      else {
        attributes[local] ??= value
        if (local === 'id') attributes[':id'] = value
      }
    }
    handlers.open?.(localName(tag.name), attributes)
  })
  parser.on('closetag', (tag) => {
    depth--
    handlers.close?.(localName(tag.name))
  })
  parser.on('text', (text) => handlers.text?.(text))
  parser.on('cdata', (text) => handlers.text?.(text))
  parser.on('error', (error) => {
    throw malformed(error)
  })
  for (const piece of piecesOf(source.startsWith('\uFEFF') ? source.slice(1) : source))
    parser.write((unread ? piece.replace(unread, '') : piece).replace(noCharacter, ' '))
  parser.close()
}

/** Controls, which XML has no place for and programs write all the same, as such or by their number. */
const noCharacter =
  /[^\P{Cc}\t\n\r\u007F-\u009F]|[\uFFFE\uFFFF]|&#(?:[xX]0*(?:[0-8bcefBCEF]|1[0-9a-fA-F])|0*(?:[0-8]|1[124-9]|2\d|3[01]));/gu

const pieceLength = 1_048_576

/** Pieces of a source that end with a tag, so that no element is cut in two. */
function* piecesOf(source: string): Generator<string> {
  for (let start = 0; start < source.length;) {
    const tagEnd = source.indexOf('>', start + pieceLength)
    const end = tagEnd === -1 ? source.length : tagEnd + 1
    yield source.slice(start, end)
    start = end
  }
}

function tooLarge(): Error {
  return unreadable('too_large', 'The file holds XML that is nested deeper, or is larger, than any document.')
}

/** What of an XML part becomes a tree. */
export interface TreeChoice {
  /** Elements that are not kept are left out, with all that is in them. */
  isKept?: (name: string) => boolean
  /** The elements in this one are handed over as they end, and forgotten: a long part takes no more memory than its longest element. */
  handOver?: { within: string; to: (element: XmlElement) => void }
}

/** Reads XML as a tree. Throws as `readXml` does, and `too_large` beyond the budget's number of elements. */
export function readXmlTree(bytes: Uint8Array, budget: Budget, { isKept, handOver }: TreeChoice = {}): XmlElement {
  const root: XmlElement = { name: '', attributes: {}, children: [] }
  const path: XmlElement[] = [root]
  let skipped = 0
  let elements = 0
  readXml(bytes, budget, {
    open(name, attributes) {
      elements++
      if (elements > budget.limits.elements) throw tooLarge()
      if (skipped > 0 || isKept?.(name) === false) {
        skipped++
        return
      }
      const element = { name, attributes, children: [] }
      path.at(-1)?.children.push(element)
      path.push(element)
    },
    text(text) {
      if (skipped === 0) path.at(-1)?.children.push(text)
    },
    close() {
      if (skipped > 0) {
        skipped--
        return
      }
      const element = path.pop()
      const parent = path.at(-1)
      if (!element || !parent || parent.name !== handOver?.within) return
      parent.children.length = 0
      handOver.to(element)
    },
  })
  return root
}

/** The child elements of an element, those of one name when one is given. */
export function elementsOf(element: XmlElement | undefined, name?: string): XmlElement[] {
  if (!element) return []
  return element.children
    .filter((child) => typeof child !== 'string')
    .filter((child) => name === undefined || child.name === name)
}

/** The element at the end of a path of names, the first at each step. */
export function elementAt(element: XmlElement | undefined, ...names: string[]): XmlElement | undefined {
  let found = element
  for (const name of names) found = elementsOf(found, name)[0]
  return found
}

/** All text in an element. */
export function textIn(element: XmlElement | undefined): string {
  if (!element) return ''
  return element.children.map((child) => (typeof child === 'string' ? child : textIn(child))).join('')
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon === -1 ? name : name.slice(colon + 1)
}

function malformed(cause: unknown): Error {
  return unreadable(
    'malformed',
    'The file is damaged: its XML is not well-formed, or uses declared entities, which are not expanded.',
    cause,
  )
}
