import type { ParsedFile } from '../parsers/parser.ts'

/** A file to be read: from disk by its path, or from memory. */
export interface FileToParse {
  /** Where it lies; or give `bytes`. */
  path?: string
  bytes?: Uint8Array
  /** Its name, when it is not the path's last part. */
  filename?: string
  mediaType?: string
  charset?: string
}

/** Settings of a pool of processes that read documents. */
export interface ParsePoolOptions {
  /** How many files are read at once. */
  size: number
  /** The heap of one process. */
  memoryMegabytes: number
  /** How long one file may take; `too_slow` after that. */
  timeoutMs: number
  /** How long a process without work is kept. */
  idleMs?: number
}

/** Reads documents in processes of their own, so that a file that hangs or eats memory fails alone. */
export interface ParsePool {
  /** Throws AppError `unprocessable` with an UnreadableReason; `cancelled` when the signal fires. */
  parse(file: FileToParse, signal?: AbortSignal): Promise<ParsedFile>
  /** Ends the processes; files still being read are cancelled. */
  close(): Promise<void>
}
