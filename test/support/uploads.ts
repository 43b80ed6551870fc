import { openAsBlob } from 'node:fs'
import { z } from 'zod'
import type { Upload } from '../../src/contract/remote.ts'

const files = z.array(z.object({ filename: z.string(), path: z.string() }))

/** Opens the files of an `ingest` input for upload. */
export const openUploads = (input: unknown): Promise<Upload[]> =>
  Promise.all(files.parse(input).map(async ({ filename, path }) => ({ filename, content: await openAsBlob(path) })))
