import type { EmbeddingModel, VectorEntry, VectorStore } from '../stores/index.ts'
import type { VectorIndex } from './vector-index.ts'
import { createVectorMemory } from './vector-memory.ts'

/** Nothing is known yet: the first search reads all there is. */
const beforeTheLog = -1

/** Every vector in this process's memory, compared with every one: exact, and for some hundred thousand of them fast enough. */
export const createExactVectors = (store: VectorStore, model: EmbeddingModel): VectorIndex => {
  const memory = createVectorMemory(model.dimensions)
  let sequence = beforeTheLog
  let following: Promise<void> | undefined

  const put = (entry: VectorEntry): void => {
    memory.set(entry.key, entry.vector, [entry.audience, entry.documentKey])
  }

  const load = async (): Promise<void> => {
    memory.clear()
    for await (const batch of store.allEntries(model)) for (const entry of batch) put(entry)
  }

  const follow = async (): Promise<void> => {
    const changes = await store.changesSince(sequence)
    if (changes.chunks === 'all') {
      await load()
      // What changed while it was read is in the log after this point, and is read again next time.
      sequence = changes.sequence
      return
    }
    if (changes.chunks.length === 0) return
    const present = new Map((await store.entries(model, changes.chunks)).map((entry) => [entry.key, entry]))
    for (const key of changes.chunks) {
      const entry = present.get(key)
      if (entry) put(entry)
      else memory.delete(key)
    }
    sequence = changes.sequence
  }

  /** One at a time: two that read the log at once would apply it twice. */
  const catchUp = async (): Promise<void> => {
    const turn = (following ?? Promise.resolve()).catch(() => undefined).then(follow)
    following = turn
    await turn
  }

  return {
    name: 'sqlite',
    model,
    async search(vector, scope, limit) {
      await catchUp()
      const { audiences, documents } = await store.permitted(scope)
      const passes =
        audiences || documents
          ? (audience: number, document: number): boolean =>
              (audiences?.has(audience) ?? true) && (documents?.has(document) ?? true)
          : undefined
      return memory.search(vector, limit, passes)
    },
    async close() {
      memory.clear()
    },
  }
}
