import { createBudget, defaultLimits, type ParseLimits } from './budget.ts'
import { csvParser } from './csv.ts'
import { docxParser } from './docx.ts'
import { emailParser } from './email.ts'
import { epubParser } from './epub.ts'
import { htmlParser } from './html.ts'
import { jsonParser } from './json.ts'
import { markdownParser } from './markdown.ts'
import type { NamedDocument, ParsedFile, Parser, SourceFile, UnreadableFile } from './parser.ts'
import type { Budget } from './budget.ts'
import { chooseParser } from './choose.ts'
import { pdfParser } from './pdf.ts'
import { pptxParser } from './pptx.ts'
import { sourceCodeParser } from './source-code.ts'
import { textParser } from './text.ts'
import { failureOf } from './unreadable.ts'
import { xlsxParser } from './xlsx.ts'
import { zipParser } from './zip.ts'
import { stemOf } from './read-text.ts'

/** The parsers there are; the first that recognises the bytes wins, then the name, then the declared type. */
export const parsers: Parser[] = [
  pdfParser,
  docxParser,
  xlsxParser,
  pptxParser,
  epubParser,
  zipParser,
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
 * UnreadableReason when nothing in it can be read; nested files that cannot be read are told as failures.
 */
export async function parseFile(source: SourceFile, limits: ParseLimits = defaultLimits): Promise<ParsedFile> {
  const found: ParsedFile = { documents: [], failures: [] }
  await readInto(found, source, '', createBudget(source.bytes.length, limits))
  return found
}

async function readInto(found: ParsedFile, source: SourceFile, name: string, budget: Budget): Promise<void> {
  const parser = chooseParser(parsers, source)
  const { bytes: _, ...said } = source
  const { document, nested } = await parser.parse(source.bytes, { ...said, budget })
  if (document) {
    const title = document.title ?? (source.filename === undefined ? undefined : stemOf(source.filename))
    found.documents.push({ name, ...document, ...(title ? { title } : {}) } satisfies NamedDocument)
  }
  if (!nested) return
  const deeper = budget.nested()
  for await (const file of nested) {
    if ('reason' in file) found.failures.push({ ...file, name: joinName(name, file.name) } satisfies UnreadableFile)
    else {
      const innerName = joinName(name, file.filename)
      try {
        await readInto(found, file, innerName, deeper)
      } catch (error) {
        found.failures.push({ name: innerName, ...failureOf(error) })
      }
    }
  }
}

function joinName(outer: string, inner: string): string {
  return outer === '' ? inner : `${outer}/${inner}`
}
