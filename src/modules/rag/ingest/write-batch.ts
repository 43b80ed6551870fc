import { newId } from '../../../platform/ids.ts'
import type { AlsoWrite, NewDocument, PassageStore, Viewer, Written } from '../stores/passage-store.ts'
import type { KnownDocument, Tables } from '../tables.ts'
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

const mayReplace = ({ owner, allowedRoles }: KnownDocument, viewer: Viewer): boolean => {
  if (owner !== null) return owner === viewer.userId
  if (allowedRoles === null || allowedRoles.some((role) => viewer.roles.includes(role))) return true
  // Else its id and name could never be used again.
  return isReadByNobody(allowedRoles) && viewer.roles.includes('admin')
}

/**
 * Takes out what would replace a document that the caller may not read. A text without id and source is named by its content:
 * the same text again is the same document.
 */
const settleIdentity = async (items: readonly ReadyItem[], viewer: Viewer, { tables }: Writing): Promise<void> => {
  const documents = items.flatMap(({ planned }) => planned.entries.map(({ entry }) => entry.document))
  const nameless = documents.filter(({ id, source }) => id === undefined && !source)
  const found = await tables.known({
    ids: documents.flatMap(({ id }) => id ?? []),
    sources: documents.flatMap(({ id, source }) => (id === undefined ? source || [] : [])),
    fingerprints: nameless.map(({ contentHash }) => contentHash),
  })
  // Of several documents with one source it is one that the caller may replace, if there is any.
  const ranked = found.toSorted((a, b) => Number(mayReplace(a, viewer)) - Number(mayReplace(b, viewer)))
  const byId = new Map(found.map((known) => [known.id, known]))
  const bySource = new Map(ranked.map((known) => [JSON.stringify([known.source, known.owner]), known]))
  const byContent = new Map(found.map((known) => [JSON.stringify([known.fingerprint, known.owner]), known]))
  const knownOf = ({ id, source, contentHash, owner }: NewDocument): KnownDocument | undefined => {
    if (id !== undefined) return byId.get(id)
    return source ? bySource.get(JSON.stringify([source, owner])) : byContent.get(JSON.stringify([contentHash, owner]))
  }
  const idOfContent = new Map<string, string>()
  const name = (document: NewDocument, known: KnownDocument | undefined): void => {
    if (document.id !== undefined || document.source) return
    const key = JSON.stringify([document.contentHash, document.owner])
    document.id = known?.id ?? idOfContent.get(key) ?? newId()
    idOfContent.set(key, document.id)
  }
  for (const { request, planned } of items) {
    planned.entries = planned.entries.filter(({ entry }) => {
      const known = knownOf(entry.document)
      name(entry.document, known)
      if (!known) return true
      if (!mayReplace(known, viewer)) {
        const { title, source = '' } = entry.document
        const error = 'It would replace a document that is not yours to change. Give it another id or name.'
        planned.refused.push(failed({ ...request, title, source }, 'not_permitted', error))
        return false
      }
      // The very document that was looked at is replaced, and no other with its source.
      entry.document.id = known.id
      return true
    })
  }
}

/** What an archive held before and holds no more goes; what could only not be read this time stays. */
const dropGoneMembers = async (items: readonly ReadyItem[], { store, tables }: Writing): Promise<void> => {
  for (const { request, planned } of items) {
    const { entries, refused } = planned
    if (!entries.some(({ name }) => name !== '')) continue
    const present = new Set([
      ...entries.map(({ entry }) => entry.document.source),
      ...refused.map(({ source }) => source),
    ])
    const before = await tables.members(request.source, request.owner)
    await store.deleteDocuments(before.filter(({ source }) => !present.has(source)).map(({ id }) => id))
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
  await settleIdentity(batch, viewer, writing)
  await dropGoneMembers(batch, writing)
  const entries = batch.flatMap(({ planned }) => planned.entries.map(({ entry }) => entry))

  const endedWith = (written: readonly Written[]): EndedItem[] => {
    let next = 0
    return batch.map(({ ordinal, planned }) => ({
      ordinal,
      outcomes: [
        ...planned.entries.flatMap(({ entry: { document }, warnings }): Outcome[] => {
          const result = written[next++]
          if (!result) return []
          const { id, outcome: status, chunks } = result
          const end: Outcome = { id, title: document.title, source: document.source ?? '', status, chunks }
          return [warnings ? { ...end, warnings } : end]
        }),
        ...planned.refused,
      ],
    }))
  }
  if (entries.length === 0) return note(endedWith([]))
  await writing.store.replaceDocuments(entries, (database, written) => note(endedWith(written), database))
}
