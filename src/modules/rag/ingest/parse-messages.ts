import type { ParseLimits } from '../parsers/index.ts'
import type { ParsedFile, UnreadableReason } from '../parsers/parser.ts'
import type { FileToParse } from './parse-pool.ts'

/** What a pool tells its process. */
export interface ParseTask {
  file: FileToParse
  limits: ParseLimits
}

/** What the process answers: one of the two, and how much memory it holds now. */
export interface ParseAnswer {
  parsed?: ParsedFile
  failure?: { reason: UnreadableReason; message: string }
  memoryMegabytes?: number
}
