import { AppError } from '../../../platform/errors.ts'
import { createBudget, defaultLimits, type Budget, type ParseLimits } from './budget.ts'
import { csvParser } from './csv.ts'
import { docxParser } from './docx.ts'
import { emailParser } from './email.ts'
import { epubParser } from './epub.ts'
import { htmlParser } from './html.ts'
import { jsonParser } from './json.ts'
import { mailboxParser } from './mailbox.ts'
import { markdownParser } from './markdown.ts'
import type { NamedDocument, ParsedFile, Parser, SourceFile, UnreadableFile } from './parser.ts'
import { chooseParser } from './choose.ts'
import { openDocumentParser } from './open-document.ts'
import { pdfParser } from './pdf.ts'
import { pptxParser } from './pptx.ts'
import { rtfParser } from './rtf.ts'
import { sourceCodeParser } from './source-code.ts'
import { textParser } from './text.ts'
import { failureOf, unreadable } from './unreadable.ts'
import { xlsxParser } from './xlsx.ts'
import { zipParser } from './zip.ts'
import { extensionOf, stemOf } from './read-text.ts'

export { defaultLimits, type ParseLimits } from './budget.ts'
export { headingText } from './markdown.ts'
export { failureOf, unreadable } from './unreadable.ts'
export { documentOfText } from './given-text.ts'
export { stemOf } from './read-text.ts'

/** The parsers there are; the first that recognises the bytes wins, then the name, then the declared type. */
export const parsers: Parser[] = [
  pdfParser,
  docxParser,
  xlsxParser,
  pptxParser,
  epubParser,
  openDocumentParser,
  zipParser,
  rtfParser,
  mailboxParser,
  emailParser,
  htmlParser,
  markdownParser,
  csvParser,
  jsonParser,
  sourceCodeParser,
  textParser,
]

/**
 * Reads a file: the document in it, and those nested in it. Throws AppError `unprocessable` with an
 * UnreadableReason when nothing in it can be read, by the parser that was chosen for it already, if so; nested files that cannot be read are told as failures.
 */
export async function parseFile(
  source: SourceFile,
  limits: ParseLimits = defaultLimits,
  parser?: Parser,
): Promise<ParsedFile> {
  const found: Found = { documents: [], failures: [], names: new Map() }
  try {
    await readInto(found, source, '', createBudget(source.bytes.length, limits), parser)
    return { documents: found.documents, failures: found.failures }
  } catch (error) {
    if (error instanceof AppError) throw error
    const { reason, message } = failureOf(error)
    throw unreadable(reason, message, error)
  }
}

/** Who reads a file in so little time and memory that it needs no process of its own; undefined for all other files. */
export function lightParserOf(source: SourceFile): Parser | undefined {
  try {
    const parser = chooseParser(parsers, source)
    return parser.isLight === true ? parser : undefined
  } catch {
    return undefined
  }
}

/** Up to how many bytes a file counts as small. */
export const lightBytes = 262_144

/** Whether a file's name promises light work. */
export function isLightName(filename: string): boolean {
  const extension = extensionOf(filename)
  return parsers.some((parser) => parser.isLight === true && parser.extensions.includes(extension))
}

interface Found extends ParsedFile {
  /** How often each name was given. */
  names: Map<string, number>
}

async function readInto(
  found: Found,
  source: SourceFile,
  name: string,
  budget: Budget,
  parser = chooseParser(parsers, source),
): Promise<void> {
  const { bytes: _, ...said } = source
  const { document, nested } = await parser.parse(source.bytes, { ...said, budget })
  if (document) {
    const title = document.title ?? (source.filename === undefined ? undefined : stemOf(source.filename))
    const warnings = document.warnings.length > 0 ? { warnings: document.warnings.join(' ').slice(0, 2000) } : {}
    const metadata = { ...document.metadata, ...warnings }
    found.documents.push({ name, ...document, metadata, ...(title ? { title } : {}) } satisfies NamedDocument)
  }
  if (!nested) return
  const deeper = budget.nested()
  const before = { documents: found.documents.length, failures: found.failures.length }
  for await (const file of nested) {
    const ownName = ('reason' in file ? file.name : file.filename) || 'unnamed'
    const innerName = distinctName(joinName(name, ownName), found.names)
    if ('reason' in file) found.failures.push({ ...file, name: innerName } satisfies UnreadableFile)
    else {
      try {
        await readInto(found, file, innerName, deeper)
      } catch (error) {
        found.failures.push({ name: innerName, ...failureOf(error) })
      }
    }
  }
  if (found.documents.length === before.documents) refuseBomb(found.failures, before.failures)
}

/** An archive of which nothing is read, for all in it unpacks to too much, is told as one: a small one may hold millions. */
function refuseBomb(failures: UnreadableFile[], from: number): void {
  const refused = failures.slice(from)
  if (refused.length < 2 || refused.some(({ reason }) => reason !== 'too_large')) return
  failures.length = from
  throw unreadable(
    'too_large',
    'Nothing in the archive could be read: all in it unpacks to more than is allowed, or is nested too deep, as in a decompression bomb.',
  )
}

/** A second file of one name is told from the first: both are kept. */
function distinctName(name: string, names: Map<string, number>): string {
  const times = (names.get(name) ?? 0) + 1
  names.set(name, times)
  if (times === 1) return name
  const end = name.length - extensionOf(name).length
  return distinctName(`${name.slice(0, end)} (${times})${name.slice(end)}`, names)
}

function joinName(outer: string, inner: string): string {
  return outer === '' ? inner : `${outer}/${inner}`
}
