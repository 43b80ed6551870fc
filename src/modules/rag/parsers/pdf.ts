import { isUtf8 } from 'node:buffer'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { z } from 'zod'
import { AppError } from '../../../platform/errors.ts'
import { beginningOf } from './beginning.ts'
import type { Budget } from './budget.ts'
import { createDocumentBuilder, type DocumentBuilder } from './document-builder.ts'
import type { DocumentMetadata, NestedFile, ParsedDocument, Parser } from './parser.ts'
import { nestedFiles } from './nested-files.ts'
import { addBlocks, outlineKey, type PageOfLines } from './pdf/blocks.ts'
import { additionsOf } from './pdf/fields.ts'
import { withoutRunningHeads } from './pdf/furniture.ts'
import { linesOfPage, type PageLine } from './pdf/lines.ts'
import { textOfPage } from './pdf/runs.ts'
import { failureOf, unreadable } from './unreadable.ts'

/** PDF (ISO 32000): the text layer in reading order, with page numbers; nothing is recognised from images. */
export const pdfParser: Parser = {
  name: 'pdf',
  extensions: ['.pdf'],
  mediaTypes: ['application/pdf', 'application/x-pdf'],
  binaryKind: 'a PDF',
  recognises(bytes) {
    const at = beginningOf(bytes, 1024).indexOf('%PDF-')
    if (at === -1) return false
    // A text may speak of it; what stands before a PDF is the head of a message, or blank.
    const end = Buffer.from(bytes.subarray(-1024))
    return beginningOf(bytes, at).toString('latin1').trim() === '' || end.includes('startxref') || !isUtf8(bytes)
  },
  async parse(bytes, context) {
    const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs')
    const root = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
    const task = getDocument({
      data: new Uint8Array(bytes),
      cMapUrl: join(root, 'cmaps/'),
      cMapPacked: true,
      standardFontDataUrl: join(root, 'standard_fonts/'),
      isEvalSupported: false,
      disableFontFace: true,
      useSystemFonts: false,
      useWorkerFetch: false,
      enableXfa: false,
      maxImageSize: 1,
      verbosity: 0,
    })
    try {
      const pdf = await task.promise
      const attached = await attachmentsOf(pdf)
      try {
        return { document: await readPages(pdf, context.budget), nested: nestedFiles(attached, context.budget) }
      } catch (error) {
        // A portfolio is a page that says so, and files.
        if (attached.length === 0 || failureOf(error).reason !== 'no_text') throw error
        return { nested: nestedFiles(attached, context.budget) }
      }
    } catch (error) {
      throw refusal(error)
    } finally {
      await task.destroy()
    }
  },
}

const attachments = z.record(z.string(), z.object({ filename: z.string(), content: z.instanceof(Uint8Array) }))

/** What is attached to a PDF (ISO 32000-1, 7.11.4), all there is to a portfolio. */
async function attachmentsOf(pdf: PDFDocumentProxy): Promise<NestedFile[]> {
  const { data } = attachments.safeParse(await pdf.getAttachments().catch(() => undefined))
  return Object.values(data ?? {}).map(({ filename, content }) => ({ filename, bytes: content }))
}

async function readPages(pdf: PDFDocumentProxy, budget: Budget): Promise<ParsedDocument> {
  if (pdf.numPages > budget.limits.pages)
    throw unreadable('too_large', `The PDF has more than the ${budget.limits.pages} pages that are allowed. Split it.`)
  const builder = createDocumentBuilder(budget)
  const pages: PageOfLines[] = []
  const empty: number[] = []
  const broken: number[] = []
  const illegible: number[] = []
  const crowded: number[] = []
  const notes: { comment: string; page: number }[] = []
  for (let number = 1; number <= pdf.numPages; number++) {
    try {
      const page = await pdf.getPage(number)
      const { filled, comments } = await additionsOf(page)
      for (const comment of comments) notes.push({ comment, page: number })
      const { runs, isIllegible } = await textOfPage(page, filled)
      const lines = runs.flatMap((some, index) => (index === 0 ? linesOfPage(some) : asMargin(linesOfPage(some))))
      if (isIllegible) illegible.push(number)
      else if (lines.length === 0) empty.push(number)
      pages.push({ number, lines })
      page.cleanup()
    } catch (error) {
      if (error instanceof AppError) crowded.push(number)
      else broken.push(number)
    }
  }
  if (pages.every((page) => page.lines.length === 0) && notes.length === 0)
    throw withoutText({ broken, illegible, crowded })
  addBlocks(withoutRunningHeads(pages), builder, await outlineOf(pdf))
  for (const { comment, page } of notes) builder.add('note', comment, { page })
  warnOf(
    builder,
    empty,
    'hold no text, so nothing on them can be found; if they are images, run text recognition (OCR) over them',
  )
  warnOf(
    builder,
    illegible,
    'are written, for the most part, in fonts that do not say which letters they show, so that cannot be found; text recognition (OCR) reads it',
  )
  warnOf(builder, crowded, 'hold more text than any page does, and were left out')
  warnOf(builder, broken, 'are damaged and could not be read')
  const { title, metadata } = await informationOf(pdf)
  return builder.finish({ ...metadata, type: 'pdf', pages: pdf.numPages }, title)
}

/** Text across the main direction is a stamp or a label, however large it is set. */
function asMargin(lines: PageLine[]): PageLine[] {
  return lines.map((line) => ({ ...line, size: 1 }))
}

function withoutText({ broken, illegible, crowded }: Record<'broken' | 'illegible' | 'crowded', number[]>): Error {
  if (crowded.length > 0)
    return unreadable('too_large', 'The pages of the PDF hold more text than any page does. Split them.')
  if (broken.length > 0) return unreadable('malformed', 'The PDF is damaged: none of its pages could be read.')
  if (illegible.length > 0)
    return unreadable(
      'no_text',
      'The fonts of the PDF do not say which letters they show. Run text recognition (OCR) over it and send it again.',
    )
  return unreadable(
    'no_text',
    'The PDF has no text layer: its pages are images or empty. Run text recognition (OCR) over it and send it again.',
  )
}

function warnOf(builder: DocumentBuilder, pages: number[], what: string): void {
  if (pages.length === 0) return
  const named = pages.length > 20 ? `${pages.slice(0, 20).join(', ')} and ${pages.length - 20} more` : pages.join(', ')
  builder.warn(`Pages that ${what}: ${named}.`)
}

/** The outline's titles with their depth, as `outlineKey` writes them. */
async function outlineOf(pdf: PDFDocumentProxy): Promise<Map<string, number>> {
  const levels = new Map<string, number>()
  type Outline = Awaited<ReturnType<PDFDocumentProxy['getOutline']>>
  const visit = (items: Outline, level: number): void => {
    for (const item of items ?? []) {
      const key = outlineKey(item.title)
      if (key.length > 2 && levels.size < 5000 && !levels.has(key)) levels.set(key, level)
      if (level < 6) visit(item.items, level + 1)
    }
  }
  try {
    visit(await pdf.getOutline(), 1)
  } catch {
    return levels
  }
  return levels
}

async function informationOf(pdf: PDFDocumentProxy): Promise<{ title?: string; metadata: Partial<DocumentMetadata> }> {
  try {
    const { info } = await pdf.getMetadata()
    const said = new Map<string, unknown>(Object.entries(info))
    const word = (name: string): string | undefined => {
      const value = said.get(name)
      return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 500) : undefined
    }
    const title = word('Title')
    const author = word('Author')
    const created = isoDate(word('CreationDate'))
    const modified = isoDate(word('ModDate'))
    const keywords = word('Keywords')
    const language = word('Language')
    return {
      ...(title !== undefined && !/^(?:untitled|microsoft word - )|\.(?:docx?|indd|tex|dvi)$/iu.test(title)
        ? { title }
        : {}),
      metadata: {
        ...(author ? { author } : {}),
        ...(created ? { created } : {}),
        ...(modified ? { modified } : {}),
        ...(keywords ? { keywords } : {}),
        ...(language ? { language } : {}),
      },
    }
  } catch {
    return { metadata: {} }
  }
}

/** `D:20230131120000+01'00'` as `2023-01-31`. */
function isoDate(date: string | undefined): string | undefined {
  const parts = /^D:(\d{4})(\d{2})?(\d{2})?/u.exec(date ?? '')
  return parts ? [parts[1], parts[2] ?? '01', parts[3] ?? '01'].join('-') : undefined
}

function refusal(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  if (error.name === 'PasswordException')
    return unreadable('encrypted', 'The PDF is protected by a password. Save it without one and send it again.', error)
  if (
    [
      'InvalidPDFException',
      'MissingPDFException',
      'FormatError',
      'UnknownErrorException',
      'ResponseException',
    ].includes(error.name)
  )
    return unreadable(
      'malformed',
      'The PDF is damaged or incomplete and cannot be read. Save or download it again.',
      error,
    )
  return error
}
