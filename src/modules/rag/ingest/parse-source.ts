import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import type { SourceFile } from '../parsers/parser.ts'
import { unreadable, type ParseLimits } from '../parsers/index.ts'
import type { FileToParse } from './parse-pool.ts'

/**
 * The bytes of a file to be read, from memory or from disk. Throws `not_found` when it is gone, `unsupported_type` for what is no
 * file, and `too_large` before reading what is larger than allowed.
 */
export async function readSource(file: FileToParse, limits: ParseLimits): Promise<SourceFile> {
  const said = {
    ...((file.filename ?? file.path) ? { filename: file.filename ?? basename(file.path ?? '') } : {}),
    ...(file.mediaType === undefined ? {} : { mediaType: file.mediaType }),
    ...(file.charset === undefined ? {} : { charset: file.charset }),
  }
  if (file.bytes) return { bytes: file.bytes, ...said }
  return { bytes: await readBounded(file.path ?? '', limits), ...said }
}

// Opening a pipe would otherwise wait until somebody writes into it.
const openFlags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

async function readBounded(path: string, limits: ParseLimits): Promise<Uint8Array> {
  let handle
  try {
    handle = await open(path, openFlags)
  } catch (error) {
    throw unreadable('not_found', 'The file cannot be opened: it is gone, or this server may not read it.', error)
  }
  try {
    const status = await handle.stat()
    if (!status.isFile()) throw unreadable('unsupported_type', 'This is no file, but a folder or a device.')
    if (status.size > limits.fileBytes)
      throw unreadable(
        'too_large',
        `The file is larger than the ${limits.fileBytes >> 20} MB that are allowed. Split it.`,
      )
    const bytes = Buffer.alloc(status.size)
    const { bytesRead } = await handle.read(bytes, 0, status.size, 0)
    return bytes.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
