import { posix } from 'node:path'
import { archiveHolds, openArchive, type Archive } from './archive.ts'
import type { Budget } from './budget.ts'
import { createDocumentBuilder } from './document-builder.ts'
import { decodeHtml, writeHtml } from './html.ts'
import type { DocumentMetadata, Parser } from './parser.ts'
import { failureOf, unreadable } from './unreadable.ts'
import { elementAt, elementsOf, readXmlTree, textIn, type XmlElement } from './xml.ts'

/** Electronic books (EPUB 2 and 3): the chapters in the order of the book's spine. */
export const epubParser: Parser = {
  name: 'epub',
  extensions: ['.epub'],
  mediaTypes: ['application/epub+zip'],
  binaryKind: 'an EPUB book',
  recognises: (bytes) => archiveHolds(bytes, 'META-INF/container.xml'),
  async parse(bytes, context) {
    const { budget } = context
    const archive = await openArchive(bytes, budget)
    const container = await treeOf(archive, 'META-INF/container.xml', budget)
    const main = elementAt(container, 'container', 'rootfiles', 'rootfile')?.attributes['full-path'] ?? ''
    const book = elementAt(await treeOf(archive, main, budget), 'package')
    if (!book) throw unreadable('malformed', 'The book is damaged: its package document is missing.')
    await refuseEncrypted(archive, budget)

    const builder = createDocumentBuilder(budget)
    const items = new Map(
      elementsOf(elementAt(book, 'manifest'), 'item').map((item) => [item.attributes['id'] ?? '', item]),
    )
    const spine = elementsOf(elementAt(book, 'spine'), 'itemref').map(({ attributes }) => attributes['idref'] ?? '')
    const inOrder = spine.some((id) => items.has(id)) ? spine : [...items].filter(isPage).map(([id]) => id)
    const read = new Set<string>()
    for (const item of inOrder.map((id) => items.get(id))) {
      if (!item || item.attributes['properties']?.split(' ').includes('nav')) continue
      const path = posix.join(posix.dirname(main), decodedPath(item.attributes['href'] ?? '').split('#')[0] ?? '')
      if (!read.has(path)) await addChapter(path)
      read.add(path)
    }
    const { title, metadata } = describe(elementAt(book, 'metadata'))
    return { document: builder.finish({ ...metadata, type: 'epub' }, title) }

    /** A chapter that is missing or broken is told, and the others are read. */
    async function addChapter(path: string): Promise<void> {
      try {
        const source = await archive.read(path)
        if (source === undefined) builder.warn(`A chapter is missing from the book: ${posix.basename(path)}.`)
        else if (source.length > 0) writeHtml(decodeHtml(source).html, builder, budget, { withTitle: false })
      } catch (error) {
        if (failureOf(error).reason === 'too_large') throw error
        builder.warn(`A chapter of the book cannot be read: ${posix.basename(path)}.`)
      }
    }
  },
}

/** Whether an item of a book without a spine is one of its pages. */
function isPage([, item]: [string, XmlElement]): boolean {
  return /html/iu.test(item.attributes['media-type'] ?? '') || /\.x?html?$/iu.test(item.attributes['href'] ?? '')
}

async function treeOf(archive: Archive, name: string, budget: Budget): Promise<XmlElement | undefined> {
  const source = await archive.read(name)
  return source && readXmlTree(source, budget)
}

/** Obscured fonts are usual and do no harm; encrypted chapters are a lock that only the shop's reader opens. */
async function refuseEncrypted(archive: Archive, budget: Budget): Promise<void> {
  const encryption = elementAt(await treeOf(archive, 'META-INF/encryption.xml', budget), 'encryption')
  for (const data of elementsOf(encryption, 'EncryptedData')) {
    const target = elementAt(data, 'CipherData', 'CipherReference')?.attributes['URI'] ?? ''
    if (/\.x?html?$/iu.test(target))
      throw unreadable('encrypted', 'The book is locked by copy protection (DRM), so its text cannot be read.')
  }
}

/** A reference as a name in the archive. */
function decodedPath(reference: string): string {
  try {
    return decodeURIComponent(reference)
  } catch {
    return reference
  }
}

function describe(said: XmlElement | undefined): { title?: string; metadata: Partial<DocumentMetadata> } {
  const word = (name: string): string | undefined =>
    elementsOf(said, name)
      .map((one) => textIn(one).trim())
      .filter(Boolean)
      .join(', ')
      .slice(0, 500) || undefined
  const title = textIn(elementAt(said, 'title')).trim()
  const author = word('creator')
  const created = word('date')
  const language = word('language')
  const description = word('description')
  const keywords = word('subject')
  return {
    ...(title ? { title } : {}),
    metadata: {
      ...(author ? { author } : {}),
      ...(created ? { created } : {}),
      ...(language ? { language } : {}),
      ...(description ? { description } : {}),
      ...(keywords ? { keywords } : {}),
    },
  }
}
