import { join } from 'node:path'
import type { LocalIndex } from 'vectra'
import type { Candidate } from '../stores/passage-store.ts'
import type { EmbeddingModel, VectorStore } from '../stores/index.ts'
import type { VectorIndex } from './vector-index.ts'
import { createVectorMemory } from './vector-memory.ts'
import { openGeneration, removeOthers, writeGeneration, type Generation, type VectraMetadata } from './vectra-folder.ts'

type Filter = NonNullable<Parameters<LocalIndex<VectraMetadata>['queryItems']>[3]>

/** After so many changes, or a tenth of the items, the files are written anew. */
const fewestChanges = 1_000
const changedShare = 0.1

const texts = (numbers: Iterable<number>): string[] => Array.from(numbers, String)

/**
 * vectra's index files, made from the store and never the only home of a vector. The files of a generation never change; what
 * has changed since is kept beside them in memory, and the files are written anew, as a whole, when that has become much.
 */
export const createVectraIndex = async (
  store: VectorStore,
  model: EmbeddingModel,
  { folder: root }: { folder: string },
): Promise<VectorIndex> => {
  const folder = join(root, String(model.key))
  const changed = new Set<number>()
  const fresh = createVectorMemory(model.dimensions)
  let generation: Generation | undefined
  let sequence = 0
  let following: Promise<void> | undefined
  let writing: Promise<void> | undefined

  const rebuild = async (): Promise<boolean> => {
    const { sequence: end } = await store.changesSince(-1)
    if (!(await writeGeneration(folder, model, end, store.allEntries(model)))) return false
    const models = await store.models()
    await removeOthers(root, new Set(models.map(({ key }) => String(key))))
    return true
  }

  const adopt = (next: Generation): void => {
    generation = next
    sequence = next.sequence
    changed.clear()
    fresh.clear()
  }

  /** Opens the files, or makes them when they are missing, damaged or of another model. */
  const load = async (): Promise<void> => {
    let opened = await openGeneration(folder, model)
    if (!opened && (await rebuild())) opened = await openGeneration(folder, model)
    if (opened) adopt(opened)
    else await withoutFiles()
  }

  /** While another process writes the files, everything is kept in memory. */
  const withoutFiles = async (): Promise<void> => {
    const { sequence: end } = await store.changesSince(-1)
    const { name, dimensions } = model
    adopt({ model: name, dimensions, generation: '', sequence: end, sha256: [], items: 0, indexes: [] })
    await loadFresh()
  }

  const loadFresh = async (): Promise<void> => {
    for await (const batch of store.allEntries(model))
      for (const { key, vector, audience, documentKey } of batch) fresh.set(key, vector, [audience, documentKey])
  }

  /** What has changed in the store since then; `undefined` when it no longer knows. */
  const readChanges = async (since: number) => {
    const { chunks, sequence: end } = await store.changesSince(since)
    return chunks === 'all' ? undefined : { chunks, end, entries: await store.entries(model, chunks) }
  }

  const apply = ({ chunks, end, entries }: NonNullable<Awaited<ReturnType<typeof readChanges>>>): void => {
    const present = new Map(entries.map((entry) => [entry.key, entry]))
    for (const key of chunks) {
      changed.add(key)
      const entry = present.get(key)
      if (entry) fresh.set(key, entry.vector, [entry.audience, entry.documentKey])
      else fresh.delete(key)
    }
    sequence = end
  }

  const follow = async (): Promise<void> => {
    if (!generation) await load()
    const changes = await readChanges(sequence)
    if (changes) apply(changes)
    else if (await rebuild()) await load()
    else await withoutFiles()
    if (changed.size > Math.max(fewestChanges, changedShare * (generation?.items ?? 0))) compact()
  }

  /** One at a time: two that read the log at once would apply it twice. */
  const inTurn = async (work: () => Promise<void>): Promise<void> => {
    const turn = (following ?? Promise.resolve()).catch(() => undefined).then(work)
    following = turn
    await turn
  }

  /** Writes the files anew while searches go on, and changes to them together with what was written meanwhile. */
  const compact = (): void => {
    const work = async (): Promise<void> => {
      const next = (await rebuild()) ? await openGeneration(folder, model) : undefined
      await inTurn(async () => {
        const since = next && (await readChanges(next.sequence))
        if (!next || !since) return
        adopt(next)
        apply(since)
      })
    }
    writing ??= work()
      .catch(() => undefined)
      .finally(() => {
        writing = undefined
      })
  }

  return {
    name: 'vectra',
    model,
    async search(vector, scope, limit) {
      await inTurn(follow)
      const { audiences, documents } = await store.permitted(scope)
      const conditions: Filter[] = []
      if (audiences) conditions.push({ audience: { $in: texts(audiences) } })
      if (documents) conditions.push({ document: { $in: texts(documents) } })
      const filter: Filter | undefined = conditions.length > 0 ? { $and: conditions } : undefined
      const found: Candidate[] = fresh.search(
        vector,
        limit,
        (audience, document) => (audiences?.has(audience) ?? true) && (documents?.has(document) ?? true),
      )
      // What has changed is passed over here: vectra's `$nin` also drops keys that are a part of another, such as 12 of 112.
      const wanted = limit + changed.size
      const passedOver = new Set(changed)
      for (const index of generation?.indexes ?? [])
        for (const { item, score } of await index.queryItems(Array.from(vector), '', wanted, filter)) {
          const key = Number(item.id)
          // A vector of zeros is like nothing, which vectra divides by.
          if (!passedOver.has(key)) found.push({ key, score: Number.isFinite(score) ? score : 0 })
        }
      return found.sort((a, b) => b.score - a.score || a.key - b.key).slice(0, limit)
    },
    async close() {
      await writing
    },
  }
}
