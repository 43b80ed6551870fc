import { newId } from '../../../platform/ids.ts'
import { chunkDocument } from '../chunkers/index.ts'
import type { ChunkSizes } from '../chunkers/chunker.ts'
import { stemOf } from '../parsers/index.ts'
import type { NamedDocument, ParsedFile } from '../parsers/parser.ts'
import type { NewEntry, PassageStore, Viewer, Written } from '../stores/passage-store.ts'
import type { KnownDocument, Tables } from '../tables.ts'
import { failed, type JobItem, type Outcome } from './request.ts'

/** An item that has been read, or the reason why it could not be. */
export type ReadItem = { item: JobItem } & ({ parsed: ParsedFile } | { reason: string; error: string })

/** What writing needs. */
export interface Writing {
  store: PassageStore
  tables: Tables
  sizes: ChunkSizes
}

interface Planned {
  item: JobItem
  entries: { name: string; entry: NewEntry }[]
  /** What is known already: members that could not be read, or that are not the caller's to replace. */
  refused: Outcome[]
}

const firstLine = (text: string): string => text.trimStart().split('\n', 1)[0]?.trim().slice(0, 80) ?? ''

const titleOf = ({ request }: JobItem, { name, title, text }: NamedDocument): string => {
  if (name === '' && request.title !== undefined) return request.title
  return title ?? (stemOf(name || request.source) || firstLine(text) || 'Untitled')
}

const sourceOf = ({ request }: JobItem, name: string): string =>
  name === '' ? request.source : `${request.source}/${name}`

const plan = (read: ReadItem, sizes: ChunkSizes): Planned => {
  const { item } = read
  const { request, fingerprint } = item
  if ('reason' in read) return { item, entries: [], refused: [failed(request, read.reason, read.error)] }
  const entries = read.parsed.documents.map((document) => {
    const metadata = request.kind === 'text' ? request.metadata : { ...document.metadata, ...request.metadata }
    const entry: NewEntry = {
      document: {
        ...(request.id === undefined || document.name !== '' ? {} : { id: request.id }),
        title: titleOf(item, document),
        source: sourceOf(item, document.name),
        contentHash: fingerprint,
        text: document.text,
        metadata,
        allowedRoles: request.allowedRoles,
        owner: request.owner,
      },
      chunks: { [Symbol.iterator]: () => chunkDocument(document, sizes)[Symbol.iterator]() },
    }
    return { name: document.name, entry }
  })
  const refused = read.parsed.failures.map(({ name, reason, message }) =>
    failed({ ...request, title: name, source: sourceOf(item, name) }, reason, message),
  )
  if (entries.length === 0 && refused.length === 0)
    refused.push(failed(request, 'no_text', 'There is nothing in it that could be found.'))
  return { item, entries, refused }
}

const mayReplace = ({ owner, allowedRoles }: KnownDocument, viewer: Viewer): boolean =>
  owner === null ? (allowedRoles?.some((role) => viewer.roles.includes(role)) ?? true) : owner === viewer.userId

/**
 * Takes out what would replace a document that the caller may not read. A text without id and source is named by its content:
 * the same text again is the same document.
 */
const settleIdentity = async (planned: readonly Planned[], viewer: Viewer, { tables }: Writing): Promise<void> => {
  const documents = planned.flatMap(({ entries }) => entries.map(({ entry }) => entry.document))
  const nameless = documents.filter(({ id, source }) => id === undefined && !source)
  const found = await tables.known({
    ids: documents.flatMap(({ id }) => id ?? []),
    sources: documents.flatMap(({ id, source }) => (id === undefined ? source || [] : [])),
    fingerprints: nameless.map(({ contentHash }) => contentHash),
  })
  const byId = new Map(found.map((known) => [known.id, known]))
  const bySource = new Map(found.map((known) => [JSON.stringify([known.source, known.owner]), known]))
  const byContent = new Map(found.map((known) => [JSON.stringify([known.fingerprint, known.owner]), known]))
  const knownOf = ({ id, source, contentHash, owner }: NewEntry['document']): KnownDocument | undefined => {
    if (id !== undefined) return byId.get(id)
    return source ? bySource.get(JSON.stringify([source, owner])) : byContent.get(JSON.stringify([contentHash, owner]))
  }
  const idOfContent = new Map<string, string>()
  const name = (document: NewEntry['document'], known: KnownDocument | undefined): void => {
    if (document.id !== undefined || document.source) return
    const key = JSON.stringify([document.contentHash, document.owner])
    document.id = known?.id ?? idOfContent.get(key) ?? newId()
    idOfContent.set(key, document.id)
  }
  for (const one of planned) {
    one.entries = one.entries.filter(({ entry }) => {
      const known = knownOf(entry.document)
      name(entry.document, known)
      if (!known) return true
      if (!mayReplace(known, viewer)) {
        const { title, source = '' } = entry.document
        const error = 'It would replace a document that is not yours to change. Give it another id or name.'
        one.refused.push(failed({ ...one.item.request, title, source }, 'not_permitted', error))
        return false
      }
      return true
    })
  }
}

/** What an archive held before and holds no more goes; what could only not be read this time stays. */
const dropGoneMembers = async (planned: readonly Planned[], { store, tables }: Writing): Promise<void> => {
  for (const { item, entries, refused } of planned) {
    if (!entries.some(({ name }) => name !== '')) continue
    const present = new Set([
      ...entries.map(({ entry }) => entry.document.source),
      ...refused.map(({ source }) => source),
    ])
    const before = await tables.members(item.request.source, item.request.owner)
    await store.deleteDocuments(before.filter(({ source }) => !present.has(source)).map(({ id }) => id))
  }
}

/** Writes what was read, and notes in the same transaction how each item ended: a crash leaves both done or both to do. */
export const writeBatch = async (
  jobId: string,
  batch: readonly ReadItem[],
  viewer: Viewer,
  writing: Writing,
): Promise<void> => {
  const { store, tables, sizes } = writing
  const planned = batch.map((read) => plan(read, sizes))
  await settleIdentity(planned, viewer, writing)
  await dropGoneMembers(planned, writing)
  const entries = planned.flatMap((one) => one.entries.map(({ entry }) => entry))

  const endedWith = (written: readonly Written[]) => {
    let next = 0
    return planned.map(({ item, entries: own, refused }) => ({
      ordinal: item.ordinal,
      outcomes: [
        ...own.flatMap(({ entry: { document } }): Outcome[] => {
          const result = written[next++]
          if (!result) return []
          const { id, outcome: status, chunks } = result
          return [{ id, title: document.title, source: document.source ?? '', status, chunks }]
        }),
        ...refused,
      ],
    }))
  }
  if (entries.length === 0) return tables.jobs.endItems(jobId, endedWith([]))
  await store.replaceDocuments(entries, (database, written) =>
    tables.jobs.endItems(jobId, endedWith(written), database),
  )
}
