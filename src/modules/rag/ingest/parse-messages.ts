import type { ParseLimits } from '../parsers/index.ts'
import type { ParsedFile, UnreadableReason } from '../parsers/parser.ts'
import type { FileToParse } from './parse-pool.ts'
import type { Asked, Planned, PlanSettings } from './plan.ts'

/** What a pool tells its process. */
export interface ParseTask {
  file: FileToParse
  limits: ParseLimits
  /** To be cut and prepared as well, by the process that has it in its hands. */
  plan?: { asked: Asked; settings: PlanSettings }
}

/** What the process answers: one of the three, and how much memory it holds now. */
export interface ParseAnswer {
  parsed?: ParsedFile
  planned?: Planned
  failure?: { reason: UnreadableReason; message: string }
  memoryMegabytes?: number
}

/** All that the process says: that it has started, and its answers. */
export type ParseMessage = 'ready' | ParseAnswer
