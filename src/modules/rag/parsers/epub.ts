import { posix } from 'node:path'
import { archiveHolds, openArchive, type Archive } from './archive.ts'
import type { Budget } from './budget.ts'
import { createDocumentBuilder } from './document-builder.ts'
import { decodeHtml, writeHtml } from './html.ts'
import { createLenientReader } from './office/lenient.ts'
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
    const builder = createDocumentBuilder(budget)
    const reader = createLenientReader(builder)
    const container = await reader.attempt('The container', () => treeOf(archive, 'META-INF/container.xml', budget))
    const declared = elementAt(container, 'container', 'rootfiles', 'rootfile')?.attributes['full-path'] ?? ''
    const names = archive.entries.map(({ name }) => name)
    const main = archive.holds(declared) ? declared : (names.find((name) => /\.opf$/iu.test(name)) ?? '')
    const opened = await reader.attempt('The package document', () => treeOf(archive, main, budget))
    const book = elementAt(opened, 'package')
    await refuseEncrypted(archive, budget)

    const read = new Set<string>()
    const chapters = book ? chaptersOf(book, posix.dirname(main)) : []
    await addChapters(chapters)
    if (!chapters.some((path) => archive.holds(path))) {
      await addChapters(names.filter(isPageName))
      builder.warn(
        'The book does not say rightly what it consists of: its pages were read in the order of the archive.',
      )
    }
    if (builder.isEmpty && !book)
      throw unreadable('malformed', 'The book is damaged: its package document is missing, or cannot be read.')
    const { title, metadata } = describe(elementAt(book, 'metadata'))
    return { document: builder.finish({ ...metadata, type: 'epub' }, title) }

    async function addChapters(paths: string[]): Promise<void> {
      for (const path of paths) {
        if (!read.has(path)) await addChapter(path)
        read.add(path)
      }
    }

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

/** The names of a book's chapters, in the order of its spine; in that of its contents where it has none. */
function chaptersOf(book: XmlElement, folder: string): string[] {
  const items = new Map(
    elementsOf(elementAt(book, 'manifest'), 'item').map((item) => [item.attributes['id'] ?? '', item]),
  )
  const spine = elementsOf(elementAt(book, 'spine'), 'itemref').map(({ attributes }) => attributes['idref'] ?? '')
  const inOrder = spine.some((id) => items.has(id)) ? spine : [...items].filter(isPage).map(([id]) => id)
  return inOrder
    .flatMap((id) => items.get(id) ?? [])
    .filter(({ attributes }) => !attributes['properties']?.split(' ').includes('nav'))
    .map(({ attributes }) => posix.join(folder, decodedPath(attributes['href'] ?? '').split('#')[0] ?? ''))
}

/** Whether an item of a book without a spine is one of its pages. */
function isPage([, item]: [string, XmlElement]): boolean {
  return /html/iu.test(item.attributes['media-type'] ?? '') || isPageName(item.attributes['href'] ?? '')
}

function isPageName(name: string): boolean {
  return /\.x?html?$/iu.test(name)
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
