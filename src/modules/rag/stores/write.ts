import { isDeepStrictEqual } from 'node:util'
import type { Knex } from 'knex'
import { newId } from '../../../platform/ids.ts'
import { timestamp, type Clock } from '../../../platform/clock.ts'
import { audienceKeys, parseRoles } from './audiences.ts'
import type { AlsoWrite, Audience, NewDocument, NewEntry, Written } from './passage-store.ts'
import { countPassages, passagesOf, prepareText, storable, type PreparedText } from '../text/prepare.ts'
import { insertRows } from './insert.ts'
import { isAmong } from './among.ts'
import { noteRemoved } from './removed.ts'
import type { Value } from './rows.ts'
import { lockState, type StateRow } from './state.ts'
import { parseMetadata, type DocumentRow } from './tables.ts'

/** What else must change in the same transaction, such as the vectors of passages. */
export interface WriteHook {
  /** Before the passages of these documents go. What it returns is run when the write is otherwise complete. */
  removing(database: Knex, documentKeys: readonly number[]): Promise<() => Promise<void>>
  /** After the passages of these keys have come. */
  inserted(database: Knex, chunks: readonly number[]): Promise<void>
  /** After a document was given to another audience. */
  moved(database: Knex, documentKey: number): Promise<void>
}

/** What writing needs. */
export interface WriteContext {
  knex: Knex
  clock: Clock
  hooks: readonly WriteHook[]
}

type Known = Pick<
  DocumentRow,
  | 'key'
  | 'id'
  | 'title'
  | 'source'
  | 'content_hash'
  | 'audience'
  | 'metadata'
  | 'language'
  | 'chunks'
  | 'owner'
  | 'roles'
>

const knownColumns = [
  'documents.key',
  'id',
  'title',
  'source',
  'content_hash',
  'audience',
  'metadata',
  'language',
  'chunks',
  'owner',
  'roles',
]

type MayReplace = (audience: Audience) => boolean

const isReplaceable = ({ roles, owner }: Known, mayReplace: MayReplace): boolean =>
  mayReplace({ roles: parseRoles(roles), owner })

/** The documents that would be replaced; of several with one source one that may be, if there is any. */
const findKnown = async (
  database: Knex,
  documents: readonly NewDocument[],
  mayReplace: MayReplace,
): Promise<(document: NewDocument) => Known | undefined> => {
  const ids = documents.flatMap((document) => document.id ?? [])
  const sources = documents.flatMap((document) => (document.id === undefined && document.source ? document.source : []))
  const rows = await database('documents')
    .join('audiences', 'audiences.key', 'documents.audience')
    .select<Known[]>(knownColumns)
    .whereRaw(...isAmong(database, 'documents.id', ids))
    .orWhereRaw(...isAmong(database, 'documents.source', sources))
    .orderBy('documents.key')
  const byId = new Map(rows.map((row) => [row.id, row]))
  const ranked = rows.toSorted((a, b) => Number(isReplaceable(a, mayReplace)) - Number(isReplaceable(b, mayReplace)))
  const bySource = new Map(ranked.map((row) => [JSON.stringify([row.source, row.owner]), row]))
  return ({ id, source, owner }) =>
    id === undefined ? (source ? bySource.get(JSON.stringify([source, owner ?? null])) : undefined) : byId.get(id)
}

/** The document as it stands, when this entry would change nothing of its text. */
const sameText = (known: Known | undefined, { document, force }: NewEntry): Known | undefined =>
  !force && known?.content_hash === document.contentHash && known.title === document.title ? known : undefined

const countLanguage = async (database: Knex, language: string, by: number): Promise<void> => {
  await database('collection_languages')
    .insert({ language, documents: by })
    .onConflict('language')
    .merge({ documents: database.raw('collection_languages.documents + ?', [by]) })
}

const documentColumns = {
  key: 'integer',
  id: 'text',
  title: 'text',
  source: 'text',
  content_hash: 'text',
  language: 'text',
  metadata: 'jsonb',
  audience: 'integer',
  status: 'text',
  chunks: 'integer',
  created_at: 'text',
  updated_at: 'text',
} as const
const chunkColumns = {
  key: 'integer',
  document_key: 'integer',
  ordinal: 'integer',
  start_offset: 'integer',
  end_offset: 'integer',
  page: 'integer',
  heading_path: 'text',
  lead: 'text',
  content: 'text',
  context: 'text',
  text_hash: 'bytea',
} as const

/** Stands for a hash that is made once there is a model. */
export const noHash = Buffer.alloc(0)

interface Placed {
  entry: NewEntry
  prepared: PreparedText
  known: Known | undefined
  key: number
  audience: number
}

/** The rows of all passages, made one by one since there may be very many; their keys are noted. */
function* chunkRows(placed: readonly Placed[], firstKey: number, inserted: number[]): Generator<Value[]> {
  let nextKey = firstKey
  for (const { prepared, key } of placed) {
    let ordinal = 0
    for (const { start, end, page, headingPath, lead, content, context, textHash } of passagesOf(prepared)) {
      inserted.push(nextKey)
      yield [nextKey++, key, ordinal++, start, end, page, headingPath, lead, content, context, textHash ?? noHash]
    }
  }
}

const insertAll = async (
  { hooks }: WriteContext,
  database: Knex,
  placed: readonly Placed[],
  firstKey: number,
  now: string,
): Promise<{ written: Written[]; nextKey: number }> => {
  const written: Written[] = []
  const documents: (string | number)[][] = []
  for (const { entry, prepared, known, key, audience } of placed) {
    const { document } = entry
    const id = known?.id ?? document.id ?? newId()
    const row = [storable(document.title), document.source ?? '', document.contentHash, prepared.language]
    const metadata = JSON.stringify(document.metadata ?? {})
    const rest = [metadata, audience, 'indexed', countPassages(prepared)]
    if (known)
      await database.raw(
        'update documents set title = ?, source = ?, content_hash = ?, language = ?, metadata = ?, audience = ?, status = ?, chunks = ?, updated_at = ? where key = ?',
        [...row, ...rest, now, key],
      )
    else documents.push([key, id, ...row, ...rest, now, now])
    written.push({ id, outcome: known ? 'updated' : 'indexed', chunks: countPassages(prepared) })
  }
  await insertRows(database, 'documents', documentColumns, documents)
  const inserted: number[] = []
  await insertRows(database, 'chunks', chunkColumns, chunkRows(placed, firstKey, inserted))
  for (const hook of hooks) await hook.inserted(database, inserted)
  return { written, nextKey: firstKey + inserted.length }
}

/** Removes the passages of documents. What it returns completes the removal once all else is written. */
const clearDocuments = async (
  { hooks }: WriteContext,
  database: Knex,
  keys: readonly number[],
): Promise<() => Promise<void>> => {
  const completions: (() => Promise<void>)[] = []
  if (keys.length === 0) return async () => {}
  for (const hook of hooks) completions.push(await hook.removing(database, keys))
  await noteRemoved(database, keys)
  await database('chunk_signatures')
    .whereIn('key', database('chunks').select('key').whereIn('document_key', keys))
    .delete()
  await database('chunks').whereIn('document_key', keys).delete()
  return async () => {
    for (const complete of completions) await complete()
  }
}

/** The text is the same; its title is too: only who may read it and what is said of it may have changed. */
const updateHead = async (
  { hooks }: WriteContext,
  database: Knex,
  known: Known,
  { document }: NewEntry,
  audience: number,
  now: string,
): Promise<Written> => {
  const metadata = JSON.stringify(document.metadata ?? {})
  const source = document.source ?? ''
  if (
    known.audience === audience &&
    known.source === source &&
    isDeepStrictEqual(parseMetadata(known.metadata), document.metadata ?? {})
  )
    return { id: known.id, outcome: 'unchanged', chunks: known.chunks }
  await database('documents').where({ key: known.key }).update({ metadata, source, audience, updated_at: now })
  if (known.audience !== audience) for (const hook of hooks) await hook.moved(database, known.key)
  return { id: known.id, outcome: 'updated', chunks: known.chunks }
}

const preparedOf = (entry: NewEntry): PreparedText =>
  'prepared' in entry ? entry.prepared : prepareText(entry.document, entry.chunks, { hashes: true })

/** See PassageStore.replaceDocuments. When one call names a document twice, the last one stays. */
export const replaceDocuments = async (
  context: WriteContext,
  entries: readonly NewEntry[],
  also?: AlsoWrite,
  mayReplace: MayReplace = () => true,
): Promise<Written[]> => {
  if (entries.length === 0) return []
  const prepared = new Map<NewEntry, PreparedText>()
  const prepare = (entry: NewEntry): PreparedText => {
    const ready = prepared.get(entry) ?? preparedOf(entry)
    prepared.set(entry, ready)
    return ready
  }
  const unprepared = entries.filter((entry) => !('prepared' in entry))
  if (unprepared.length > 0) {
    const before = await findKnown(
      context.knex,
      unprepared.map((entry) => entry.document),
      mayReplace,
    )
    for (const entry of unprepared) if (!sameText(before(entry.document), entry)) prepare(entry)
  }

  return context.knex.transaction(async (database) => {
    const state = await lockState(database)
    const now = timestamp(context.clock.now())
    const results = new Map<NewEntry, Written>()
    const keyOf = audienceKeys(database)
    let nextKey = state.next_key
    let [documents, chunks] = [state.documents, state.chunks]
    for (const round of distinctRounds(entries)) {
      const known = await findKnown(
        database,
        round.map((entry) => entry.document),
        mayReplace,
      )
      const placed: Placed[] = []
      const languages = new Map<string, number>()
      const count = (language: string, by: number) => languages.set(language, (languages.get(language) ?? 0) + by)
      for (const entry of round) {
        const { document } = entry
        const old = known(document)
        if (old && !isReplaceable(old, mayReplace)) {
          results.set(entry, { id: '', outcome: 'refused', chunks: 0 })
          continue
        }
        const audience = await keyOf({
          roles: document.allowedRoles ?? null,
          owner: document.owner ?? null,
        })
        const same = sameText(old, entry)
        if (same) {
          results.set(entry, await updateHead(context, database, same, entry, audience, now))
          continue
        }
        const ready = prepare(entry)
        if (old) count(old.language, -1)
        else documents++
        count(ready.language, 1)
        chunks += countPassages(ready) - (old?.chunks ?? 0)
        placed.push({ entry, prepared: ready, known: old, key: old?.key ?? nextKey++, audience })
      }
      const complete = await clearDocuments(
        context,
        database,
        placed.flatMap(({ known: old }) => old?.key ?? []),
      )
      const inserted = await insertAll(context, database, placed, nextKey, now)
      nextKey = inserted.nextKey
      await complete()
      placed.forEach(({ entry }, i) => {
        const written = inserted.written[i]
        if (written) results.set(entry, written)
      })
      for (const [language, by] of languages) if (by !== 0) await countLanguage(database, language, by)
    }
    await database<StateRow>('collection_state').update({ next_key: nextKey, documents, chunks })
    const all = entries.flatMap((entry) => results.get(entry) ?? [])
    await also?.(database, all)
    return all
  })
}

/** Entries in groups within which no document is named twice, so that each group can be written with few statements. */
const distinctRounds = (entries: readonly NewEntry[]): NewEntry[][] => {
  const rounds: NewEntry[][] = []
  const seen = new Map<string, number>()
  for (const entry of entries) {
    const { id, source, owner } = entry.document
    const name = id === undefined ? source && JSON.stringify([source, owner ?? null]) : JSON.stringify(id)
    const round = name ? (seen.get(name) ?? 0) : 0
    if (name) seen.set(name, round + 1)
    while (rounds.length <= round) rounds.push([])
    rounds[round]?.push(entry)
  }
  return rounds
}

/** See PassageStore.deleteDocuments. */
export const deleteDocuments = async (context: WriteContext, ids: readonly string[]): Promise<number> => {
  if (ids.length === 0) return 0
  return context.knex.transaction(async (database) => {
    const state = await lockState(database)
    const rows = await database<DocumentRow>('documents')
      .select('key', 'chunks', 'language')
      .whereIn('id', [...new Set(ids)])
    const keys = rows.map((row) => row.key)
    const complete = await clearDocuments(context, database, keys)
    await database('documents').whereIn('key', keys).delete()
    await complete()
    for (const { language } of rows) await countLanguage(database, language, -1)
    await database<StateRow>('collection_state').update({
      documents: state.documents - rows.length,
      chunks: state.chunks - rows.reduce((sum, row) => sum + row.chunks, 0),
    })
    return rows.length
  })
}
