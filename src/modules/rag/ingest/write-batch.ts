import { newId } from '../../../platform/ids.ts'
import type { AlsoWrite, Audience, PassageStore, Viewer, Written } from '../stores/passage-store.ts'
import type { Tables } from '../tables.ts'
import type { EndedItem } from './job-tables.ts'
import type { Planned } from './plan.ts'
import { isReadByNobody } from './readers.ts'
import { failed, type ItemRequest, type Outcome } from './request.ts'

/** An item that is ready to be written. */
export interface ReadyItem {
  ordinal: number
  request: ItemRequest
  planned: Planned
}

/** What writing needs. */
export interface Writing {
  store: PassageStore
  tables: Pick<Tables, 'known' | 'members'>
}

/** Notes how items ended; within a transaction when there is one. */
export type NoteEnds = (ended: readonly EndedItem[], database?: Parameters<AlsoWrite>[0]) => Promise<void>

const notPermitted = 'It would replace a document that is not yours to change. Give it another id or name.'

/** Nobody replaces what he may not read. */
const mayReplace =
  (viewer: Viewer) =>
  ({ owner, roles }: Audience): boolean => {
    if (owner !== null) return owner === viewer.userId
    if (roles === null || roles.some((role) => viewer.roles.includes(role))) return true
    // Else its id and name could never be used again.
    return isReadByNobody(roles) && viewer.roles.includes('admin')
  }

/** A text without id and source is named by its content: the same text again is the same document. */
const nameByContent = async (items: readonly ReadyItem[], { tables }: Writing): Promise<void> => {
  const documents = items.flatMap(({ planned }) => planned.entries.map(({ entry }) => entry.document))
  const nameless = documents.filter(({ id, source }) => id === undefined && !source)
  if (nameless.length === 0) return
  const nameOf = (fingerprint: string, owner: string | null = null): string => JSON.stringify([fingerprint, owner])
  const found = await tables.known({ ids: [], sources: [], fingerprints: nameless.map((one) => one.contentHash) })
  const ids = new Map(found.map(({ fingerprint, owner, id }) => [nameOf(fingerprint, owner), id]))
  for (const document of nameless) {
    const name = nameOf(document.contentHash, document.owner)
    const id = ids.get(name) ?? newId()
    ids.set(name, id)
    document.id = id
  }
}

/** What an archive held before and holds no more goes; what could only not be read this time stays. */
const dropGoneMembers = async (
  items: readonly ReadyItem[],
  viewer: Viewer,
  { store, tables }: Writing,
): Promise<void> => {
  for (const { request, planned } of items) {
    const { entries, refused } = planned
    if (!entries.some(({ name }) => name !== '')) continue
    const present = new Set(entries.map(({ entry }) => entry.document.source))
    // An archive within it may be what could not be read.
    const isUnread = (source: string): boolean =>
      refused.some((one) => source === one.source || source.startsWith(`${one.source}/`))
    const before = (await tables.members(request.source, request.owner)).filter(mayReplace(viewer))
    const gone = before.filter(({ source }) => !present.has(source) && !isUnread(source))
    await store.deleteDocuments(gone.map(({ id }) => id))
  }
}

/** Writes what is ready, and notes in the same transaction how each item ended: a crash leaves both done or both to do. */
export const writeBatch = async (
  items: readonly ReadyItem[],
  viewer: Viewer,
  writing: Writing,
  note: NoteEnds,
): Promise<void> => {
  // What is taken out of a plan must be there again when writing it is tried again.
  const batch = items.map(({ planned, ...item }) => ({
    ...item,
    planned: { entries: [...planned.entries], refused: [...planned.refused] },
  }))
  await nameByContent(batch, writing)
  await dropGoneMembers(batch, viewer, writing)
  const entries = batch.flatMap(({ planned }) => planned.entries.map(({ entry }) => entry))

  const endedWith = (written: readonly Written[]): EndedItem[] => {
    let next = 0
    return batch.map(({ ordinal, request, planned }) => ({
      ordinal,
      outcomes: [
        ...planned.entries.flatMap(({ entry: { document }, warnings }): Outcome[] => {
          const result = written[next++]
          if (!result) return []
          const { id, outcome: status, chunks } = result
          const said = { title: document.title, source: document.source ?? '' }
          if (status === 'refused') return [failed({ ...request, ...said }, 'not_permitted', notPermitted)]
          const end: Outcome = { id, ...said, status, chunks }
          return [warnings ? { ...end, warnings } : end]
        }),
        ...planned.refused,
      ],
    }))
  }
  if (entries.length === 0) return note(endedWith([]))
  const also: AlsoWrite = (database, written) => note(endedWith(written), database)
  await writing.store.replaceDocuments(entries, also, mayReplace(viewer))
}
