import type { ParseLimits } from '../parsers/index.ts'
import type { ParsedFile, UnreadableReason } from '../parsers/parser.ts'
import type { ChunkSizes } from '../chunkers/chunker.ts'
import type { FileToParse } from './parse-pool.ts'
import type { Asked, Planned } from './plan.ts'

/** What a pool tells its process. */
export interface ParseTask {
  file: FileToParse
  limits: ParseLimits
  /** To be cut and prepared as well, by the process that has it in its hands. */
  plan?: { asked: Asked; sizes: ChunkSizes }
}

/** What the process answers: one of the three, and how much memory it holds now. */
export interface ParseAnswer {
  parsed?: ParsedFile
  planned?: Planned
  failure?: { reason: UnreadableReason; message: string }
  memoryMegabytes?: number
}
