import { hash } from 'node:crypto'
import type { ItemRequest } from './request.ts'

/** Grows when the same bytes would be read or cut into something else, so that ingesting them again is not `unchanged`. */
const generation = 2

/**
 * What a document was made from: its bytes, all that was said of it, and how it was cut. Equal fingerprints mean that
 * ingesting it again would change nothing.
 */
export const fingerprintOf = (request: ItemRequest, contentSha256: string, chunkSize: number): string =>
  hash('sha256', JSON.stringify([generation, chunkSize, contentSha256, { ...request, id: null }]), 'base64url')
