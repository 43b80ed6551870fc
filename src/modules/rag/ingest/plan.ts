import { chunkDocument } from '../chunkers/index.ts'
import type { ChunkSizes } from '../chunkers/chunker.ts'
import { stemOf } from '../parsers/index.ts'
import type { NamedDocument, ParsedFile } from '../parsers/parser.ts'
import type { PreparedEntry } from '../stores/passage-store.ts'
import { prepareText } from '../text/prepare.ts'
import { failed, type ItemRequest, type Outcome } from './request.ts'

/** What is known of something that was asked for: how it was asked for, and what it was made from. */
export interface Asked {
  request: ItemRequest
  fingerprint: string
}

/** How documents are cut into passages, and whether these need hashes since they are embedded. */
export interface PlanSettings {
  sizes: ChunkSizes
  hashes: boolean
}

/** What an item comes to: documents that are ready to be written, and what of it cannot be. Plain data. */
export interface Planned {
  entries: { name: string; entry: PreparedEntry; warnings?: string[] }[]
  refused: Outcome[]
}

const firstLine = (text: string): string => text.trimStart().split('\n', 1)[0]?.trim().slice(0, 80) ?? ''

const titleOf = (request: ItemRequest, { name, title, text }: NamedDocument): string => {
  if (name === '' && request.title !== undefined) return request.title
  return title ?? (stemOf(name || request.source) || firstLine(text) || 'Untitled')
}

const sourceOf = (request: ItemRequest, name: string): string =>
  name === '' ? request.source : `${request.source}/${name}`

const mostWarnings = 20

/** Cuts what was read into passages and takes them apart. */
export const planFile = ({ request, fingerprint }: Asked, parsed: ParsedFile, settings: PlanSettings): Planned => {
  const entries = parsed.documents.map((document) => {
    const title = titleOf(request, document)
    const metadata = request.kind === 'text' ? request.metadata : { ...document.metadata, ...request.metadata }
    const entry: PreparedEntry = {
      document: {
        ...(request.id === undefined || document.name !== '' ? {} : { id: request.id }),
        title,
        source: sourceOf(request, document.name),
        contentHash: fingerprint,
        metadata,
        allowedRoles: request.allowedRoles,
        owner: request.owner,
      },
      prepared: prepareText({ title, text: document.text }, chunkDocument(document, settings.sizes), settings),
    }
    const { name, warnings } = document
    return warnings.length === 0 ? { name, entry } : { name, entry, warnings: warnings.slice(0, mostWarnings) }
  })
  const refused = parsed.failures.map(({ name, reason, message }) =>
    failed({ ...request, title: name, source: sourceOf(request, name) }, reason, message),
  )
  if (entries.length === 0 && refused.length === 0)
    refused.push(failed(request, 'no_text', 'There is nothing in it that could be found.'))
  return { entries, refused }
}

/** An item that could not be read at all. */
export const planRefusal = (request: ItemRequest, reason: string, error: string): Planned => ({
  entries: [],
  refused: [failed(request, reason, error)],
})

/** How much is to be written of it, in bytes. */
export const bytesOf = ({ entries }: Planned): number =>
  entries.reduce((sum, { entry }) => sum + entry.prepared.bytes.length, 0)
