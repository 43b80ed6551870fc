import type { Budget } from './budget.ts'

/** What a block of a document is; `cells` of a table are separated by tabs, its rows by line feeds. */
export type BlockKind = 'heading' | 'paragraph' | 'list' | 'table' | 'code' | 'quote' | 'note'

/** A stretch of a document's text; `start` and `end` are offsets in UTF-16 code units, `end` exclusive. */
export interface Block {
  kind: BlockKind
  start: number
  end: number
  /** Of a heading: 1 is the outermost. */
  level?: number
  /** The page, slide or sheet it stands on, from 1. */
  page?: number
  /** Of a table: where each row starts, when rows may hold line feeds themselves. */
  rows?: number[]
  /** Of a table: how many of its first rows name the columns. */
  headerRows?: number
}

/** What a document says about itself; dates are as the document writes them, or ISO 8601. */
export interface DocumentMetadata {
  type: string
  author?: string
  created?: string
  modified?: string
  /** The language it declares, such as `de-CH`; not guessed. */
  language?: string
  description?: string
  keywords?: string
  /** The character set it was decoded from. */
  charset?: string
  pages?: number
  /** The document's warnings, so that whoever looks at a stored document sees them. */
  warnings?: string
  [name: string]: string | number | undefined
}

/**
 * A document as text with its structure. Plain data, so that it can be kept as JSON and cut again
 * without being read again. `text` is what citations point into: as the document writes it, without
 * NUL and lone surrogates and with line feeds for line ends; normalising for search is the index's business.
 */
export interface ParsedDocument {
  title?: string
  text: string
  blocks: Block[]
  metadata: DocumentMetadata
  /** What a reader should know, in sentences: pages that could not be read, rows left out. */
  warnings: string[]
}

/** A file to be read: its bytes and what is said about them. */
export interface SourceFile {
  bytes: Uint8Array
  filename?: string
  mediaType?: string
  /** The character set that the one who sent it declared. */
  charset?: string
}

/** A file inside another: a member of an archive, an attachment of a letter. */
export interface NestedFile extends SourceFile {
  filename: string
}

/** What a parser is told besides the bytes. */
export interface ParseContext {
  filename?: string
  mediaType?: string
  charset?: string
  /** What may still be spent on this file and on all that is nested in it. */
  budget: Budget
}

/** What a parser makes of a file; files nested in it are read one after another. */
export interface ParserResult {
  document?: ParsedDocument
  nested?: AsyncIterable<NestedFile | UnreadableFile>
}

/** A nested file that could not be read, and why. */
export interface UnreadableFile {
  name: string
  reason: UnreadableReason
  message: string
}

/** Reads one kind of file. */
export interface Parser {
  name: string
  /** In lower case, with the dot. */
  extensions: string[]
  mediaTypes: string[]
  /** Of a kind that `recognises` always knows, what it is called: a file that only bears its name is damaged. */
  binaryKind?: string
  /** Takes time and memory in proportion to the file whatever it holds, so that a small one needs no process of its own. */
  isLight?: boolean
  /** Whether the bytes can only be this kind; asked before the name and the declared type are looked at. */
  recognises?(bytes: Uint8Array): boolean
  /** Throws an AppError `unprocessable` whose reason is an UnreadableReason. */
  parse(bytes: Uint8Array, context: ParseContext): Promise<ParserResult>
}

/** Why a file cannot be read. */
export type UnreadableReason =
  | 'encrypted'
  | 'no_text'
  | 'malformed'
  | 'too_large'
  | 'too_slow'
  | 'unsupported_type'
  | 'not_found'
  | 'crashed'
  | 'not_started'

/** All that was found in a file: one document, or each document of an archive. */
export interface ParsedFile {
  documents: NamedDocument[]
  /** Nested files that could not be read; the others are not affected. */
  failures: UnreadableFile[]
}

/** A document and where in the file it was found: '' for the file itself, else the path inside it. */
export interface NamedDocument extends ParsedDocument {
  name: string
}
