import type { Embedder } from '../../../platform/embeddings/index.ts'
import type { VectorIndex } from '../indexes/vector-index.ts'
import type { EmbeddingModel, VectorStore } from '../stores/index.ts'
import type { Viewer } from '../stores/passage-store.ts'
import { AppError } from '../../../platform/errors.ts'
import type { VectorArm } from './search.ts'
import { understanding } from './trial.ts'

/** What searching by vectors needs. */
export interface VectorSearchParts {
  store: VectorStore
  /** The embedder of the model that is set. */
  embedder: Embedder
  /** The embedder of another model at the same endpoint: the old one serves until the new one is built up. */
  embedderFor: (model: string) => Embedder
  createIndex: (model: EmbeddingModel) => VectorIndex | Promise<VectorIndex>
  /** Told of a failure that will be tried again. */
  onFailure?: (error: unknown) => void
  /** How long to wait after a failure, in milliseconds. */
  retryAfterMs?: number
  /** How long a search waits for its question's vector before it goes on without, in milliseconds. */
  questionTimeoutMs?: number
}

/** How far the vectors are. */
export interface EmbeddingProgress {
  model: string
  dimensions: number | null
  embedded: number
  total: number
  /** The model that answers meanwhile, when it is another. */
  serving: string | null
}

/** The vector arm of the search, and the work in the background that keeps it complete. */
export interface VectorSearch extends VectorArm {
  /** There may be passages without vectors; starts making them unless that is under way. Never throws. */
  wake(): void
  /** Makes all missing vectors now. Throws `unavailable` when the endpoint does not answer; what was made stays made. */
  embedPending(signal?: AbortSignal): Promise<void>
  /** How far it is, counted over the passages that the viewer may read. */
  progress(viewer: Viewer | null): Promise<EmbeddingProgress>
  close(): Promise<void>
}

const batchSize = 256
const rememberedQuestions = 200

/** Searches by vectors and keeps them complete: resumable, since what is missing is always read from the store. */
export const createVectorSearch = (parts: VectorSearchParts): VectorSearch => {
  const { store, embedder, embedderFor, createIndex, onFailure } = parts
  const { retryAfterMs = 30_000, questionTimeoutMs = 5_000 } = parts
  const closing = new AbortController()
  const questions = new Map<string, Float32Array>()
  const trials = new Map<string, Promise<number>>()
  let index: VectorIndex | undefined
  let dimensions: number | undefined
  let running: Promise<void> | undefined
  let isWoken = false
  let timer: NodeJS.Timeout | undefined
  let silentUntil = 0

  const servingModel = async (): Promise<EmbeddingModel | undefined> =>
    (await store.models()).find((model) => model.state === 'serving')

  const indexOf = async (model: EmbeddingModel): Promise<VectorIndex> => {
    if (index?.model.key === model.key) return index
    const old = index
    index = await createIndex(model)
    await old?.close()
    return index
  }

  const embedderOf = (model: EmbeddingModel): Embedder =>
    model.name === embedder.model ? embedder : embedderFor(model.name)

  /** Patience is for passages: whoever searches is better served by words alone than late, and once told not to ask again soon. */
  const askForVector = async (model: EmbeddingModel, query: string, signal?: AbortSignal) => {
    if (performance.now() < silentUntil)
      throw new AppError('unavailable', 'The embedding endpoint did not answer lately.')
    const limit = AbortSignal.timeout(questionTimeoutMs)
    try {
      const [vector] = await embedderOf(model).embed([query], signal ? AbortSignal.any([signal, limit]) : limit)
      return vector
    } catch (error) {
      if (!signal?.aborted) silentUntil = performance.now() + questionTimeoutMs
      throw error
    }
  }

  const embedQuestion = async (model: EmbeddingModel, query: string, signal?: AbortSignal): Promise<Float32Array> => {
    const name = JSON.stringify([model.key, query])
    const known = questions.get(name)
    if (known) return known
    const vector = await askForVector(model, query, signal)
    if (vector?.length !== model.dimensions)
      throw new AppError('unavailable', `The model ${model.name} answers with vectors of another size than before.`)
    if (questions.size >= rememberedQuestions) questions.clear()
    questions.set(name, vector)
    return vector
  }

  const learnDimensions = async (signal: AbortSignal): Promise<number> => {
    const [probe] = await embedder.embed(['dimensions'], signal)
    if (!probe) throw new AppError('unavailable', 'The embedding endpoint answered without a vector.')
    return probe.length
  }

  const embedPending = async (signal?: AbortSignal): Promise<void> => {
    const stop = signal ? AbortSignal.any([signal, closing.signal]) : closing.signal
    dimensions ??= await learnDimensions(stop)
    const model = await store.ensureModel(embedder.model, dimensions)
    for (;;) {
      stop.throwIfAborted()
      const pending = await store.pending(model, batchSize)
      if (pending.length === 0) break
      const vectors = await embedder.embed(
        pending.map((each) => each.text),
        stop,
      )
      if (vectors.some((vector) => vector.length !== model.dimensions)) {
        dimensions = undefined
        throw new AppError('unavailable', `The model ${model.name} answers with vectors of changing size.`)
      }
      await store.write(
        model,
        pending.flatMap(({ textHash }, i) => {
          const vector = vectors[i]
          return vector ? [{ textHash, vector }] : []
        }),
      )
    }
    if (model.state === 'building') await store.promote(model)
  }

  const run = async (): Promise<void> => {
    try {
      while (isWoken) {
        isWoken = false
        await embedPending()
      }
    } catch (error) {
      if (closing.signal.aborted) return
      onFailure?.(error)
      timer = setTimeout(wake, retryAfterMs).unref()
    }
  }

  const wake = (): void => {
    isWoken = true
    if (closing.signal.aborted) return
    clearTimeout(timer)
    running ??= run().finally(() => {
      running = undefined
      if (isWoken && !timer) wake()
    })
  }

  return {
    async isReady() {
      return (await servingModel()) !== undefined
    },
    async search(query, scope, limit, signal) {
      const model = await servingModel()
      if (!model) return []
      const vector = await embedQuestion(model, query, signal)
      return (await indexOf(model)).search(vector, scope, limit)
    },
    async understanding(language) {
      const model = await servingModel()
      if (!model) return 0
      const name = JSON.stringify([model.key, language])
      const trial =
        trials.get(name) ??
        understanding(embedderOf(model), language, AbortSignal.timeout(questionTimeoutMs)).catch(() => {
          setTimeout(() => trials.delete(name), retryAfterMs).unref()
          return 0
        })
      trials.set(name, trial)
      return trial
    },
    wake,
    embedPending,
    async progress(viewer) {
      const models = await store.models()
      const serving = models.find((model) => model.state === 'serving')
      const wanted = models.findLast((model) => model.name === embedder.model)
      const counts = wanted ? await store.progress(wanted, viewer) : { embedded: 0, total: 0 }
      return {
        model: embedder.model,
        dimensions: wanted?.dimensions ?? null,
        ...counts,
        serving: serving && serving.key !== wanted?.key ? serving.name : null,
      }
    },
    async close() {
      closing.abort()
      clearTimeout(timer)
      await running
      await index?.close()
    },
  }
}
