import { lexicalQuery, type LexicalHit } from '../indexes/index.ts'
import type { SearchIndex } from '../indexes/search-index.ts'
import { joinChunks } from '../stores/index.ts'
import type { DocumentHead, PassageStore, SearchScope, StoredChunk, Viewer } from '../stores/passage-store.ts'
import { stemmerOf } from '../text/stem.ts'
import { createDistinct, createWordSets } from './duplicates.ts'
import type { MetadataFilter } from './filter.ts'
import { fuse, type Found } from './fuse.ts'
import { createHighlighter, type Span } from './highlight.ts'
import type { Reranker } from './rerank.ts'

/** How passages are looked for. */
export type SearchMode = 'hybrid' | 'lexical' | 'vector'

/** A search. */
export interface SearchRequest {
  query: string
  topK: number
  viewer: Viewer | null
  mode?: SearchMode | undefined
  filter?: MetadataFilter | undefined
  /** So many passages before and after each are added to its content. */
  neighbours?: number | undefined
  /** Passages that say nearly the same are all wanted, as when a ranking is measured. */
  keepDuplicates?: boolean | undefined
  signal?: AbortSignal | undefined
}

/** A passage that was found. */
export interface FoundPassage {
  chunk: StoredChunk
  document: DocumentHead
  score: number
  /** How well its words fit, as a share of a perfect fit; 0 where words were not searched. */
  fit: number
  /** The chunk's text, or with neighbours the text from the first to the last of them. */
  content: string
  /** Where `content` lies in the document. */
  start: number
  end: number
  /** Where the question's words stand in `content`. */
  highlights: Span[]
}

/** What a search found, best first, and the mode that was possible. */
export interface SearchResult {
  passages: FoundPassage[]
  mode: SearchMode
  warnings: string[]
}

/** The vector arm of a search: makes the question's vector with the very model that the index holds, and looks it up. */
export interface VectorArm {
  /** Whether there is anything to search. */
  isReady(): Promise<boolean>
  search(query: string, scope: SearchScope, limit: number, signal?: AbortSignal): Promise<Found[]>
  /** How far its model reads what texts of this language mean: 0 to 1. Never throws. */
  understanding(language: string): Promise<number>
}

/** What searching needs. */
export interface SearchParts {
  store: PassageStore
  lexical: SearchIndex<string, LexicalHit>
  vectors?: VectorArm | undefined
  reranker?: Reranker | undefined
}

const armDepth = 100
/** Where so many all say the same, no more are looked for. */
const deepest = 2_000
const rerankDepth = 50
/** More passages than this that fit to the letter, and fitting to the letter is nothing special. */
const mostExact = 10

/** What words put on top, as far as it holds all that is asked for by code, or all of a short question; see `fuse`. */
const exactKeys = (hits: readonly LexicalHit[], terms: number): Set<number> => {
  const coded = hits.filter((hit) => hit.hasCodes)
  const whole = terms <= 3 ? hits.filter((hit) => hit.coverage > 0.999) : []
  const exact = new Set((coded.length > 0 ? coded : whole).map((hit) => hit.key))
  if (exact.size > mostExact) return new Set()
  const others = hits.findIndex((hit) => !exact.has(hit.key))
  return others === -1 ? exact : new Set(hits.slice(0, others).map((hit) => hit.key))
}

/** Searches passages: words and vectors, each within what the viewer may read, fused, without repetitions. */
export const createSearch = ({ store, lexical, vectors, reranker }: SearchParts) => {
  const vectorHits = async (request: SearchRequest, scope: SearchScope, depth: number, warnings: string[]) => {
    if (!vectors || request.mode === 'lexical') return undefined
    try {
      if (!(await vectors.isReady())) {
        if (request.mode === 'vector') warnings.push('There are no vectors yet; found by words instead.')
        return undefined
      }
      return await vectors.search(request.query, scope, depth, request.signal)
    } catch (error) {
      if (request.signal?.aborted) throw error
      warnings.push('The embedding endpoint did not answer; found by words alone.')
      return undefined
    }
  }

  const reorder = async (request: SearchRequest, hits: Found[], warnings: string[]): Promise<Found[]> => {
    if (!reranker || hits.length < 2) return hits
    const head = hits.slice(0, Math.max(rerankDepth, request.topK))
    const chunks = await store.chunks(
      head.map((hit) => hit.key),
      request.viewer,
    )
    try {
      const scores = await reranker.rerank(
        request.query,
        chunks.map((chunk) => chunk.content),
        request.signal,
      )
      const reranked = chunks
        .map((chunk, i) => ({ key: chunk.key, score: scores[i] ?? Number.NEGATIVE_INFINITY }))
        .filter((hit) => hit.score > Number.NEGATIVE_INFINITY)
        .sort((a, b) => b.score - a.score)
      const least = reranked.at(-1)?.score ?? 0
      return [...reranked, ...hits.slice(head.length).map(({ key }) => ({ key, score: least }))]
    } catch (error) {
      if (request.signal?.aborted) throw error
      warnings.push('The reranker did not answer; the order is the search’s own.')
      return hits
    }
  }

  const widen = async (
    chunk: StoredChunk,
    around: number,
  ): Promise<{ content: string; start: number; end: number }> => {
    if (around === 0) return { content: chunk.content, start: chunk.start, end: chunk.end }
    const neighbours = await store.neighbours(chunk, around, around)
    const [first = chunk, ...others] = neighbours
    const content = joinChunks(others, first.content, first.end)
    return { content, start: first.start, end: first.start + content.length }
  }

  /** The best of both arms in one list, at least `depth` where there are so many. */
  const ranked = async (request: SearchRequest, depth: number) => {
    const { query, viewer, mode = 'hybrid' } = request
    const scope: SearchScope = { viewer, filter: request.filter }
    const warnings: string[] = []
    const byVectors = await vectorHits(request, scope, depth, warnings)
    const [byWords, { languages }] = await Promise.all([
      mode === 'vector' && byVectors ? [] : lexical.search(query, scope, depth),
      store.lexical.view(),
    ])
    const { terms } = lexicalQuery(query, languages)
    const fuseBoth = async (hits: readonly Found[]): Promise<Found[]> =>
      fuse(byWords, hits, {
        exact: exactKeys(byWords, terms.length),
        understanding: (await vectors?.understanding(languages[0] ?? 'en')) ?? 0,
      })
    const fused =
      byVectors === undefined || mode === 'lexical'
        ? byWords
        : mode === 'vector'
          ? byVectors
          : await fuseBoth(byVectors)
    const done: SearchMode = byVectors === undefined ? 'lexical' : mode
    const isAll = byWords.length < depth && (byVectors?.length ?? 0) < depth
    return { ordered: await reorder(request, [...fused], warnings), byWords, terms, warnings, done, isAll }
  }

  /** The best `topK` of these that may be read and do not repeat another; fewer when the list ends before. */
  const distinct = async (
    { topK, viewer, keepDuplicates }: SearchRequest,
    ordered: readonly Found[],
    wordSet: ReturnType<typeof createWordSets>,
  ) => {
    const step = topK * 2 + 10
    const readable: StoredChunk[] = []
    const { kept, look } = createDistinct(topK, wordSet)
    for (let from = 0; ; from += step) {
      const looked = ordered.slice(from, from + step)
      const chunks = await store.chunks(
        looked.map((hit) => hit.key),
        viewer,
      )
      readable.push(...chunks)
      if (!keepDuplicates) look(looked, chunks)
      const hits = keepDuplicates ? ordered.slice(0, topK) : kept
      if (hits.length === topK || from + step >= ordered.length) return { hits, readable }
    }
  }

  return async (request: SearchRequest): Promise<SearchResult> => {
    const { topK, viewer, mode } = request
    // Words alone need no more than is shown and its repetitions; fusing and reranking choose from more.
    const isFused = (vectors !== undefined && mode !== 'lexical') || reranker !== undefined
    let depth = Math.max(isFused ? armDepth : 0, topK * 2 + 10)
    let found = await ranked(request, depth)
    const wordSet = createWordSets()
    let best = await distinct(request, found.ordered, wordSet)
    while (best.hits.length < topK && !found.isAll && depth < deepest) {
      depth = Math.min(depth * 4, deepest)
      found = await ranked(request, depth)
      best = await distinct(request, found.ordered, wordSet)
    }
    const { byWords, terms, warnings, done } = found
    const { hits, readable } = best
    const scores = new Map(hits.map((hit) => [hit.key, hit.score]))
    const fits = new Map(byWords.map((hit) => [hit.key, hit.fit]))
    const chunks = readable.filter((chunk) => scores.has(chunk.key))
    const documents = await store.documents(
      chunks.map((chunk) => chunk.documentId),
      viewer,
    )
    const highlighters = new Map<string, (text: string) => Span[]>()
    const highlighterOf = (language: string): ((text: string) => Span[]) => {
      const stems = new Set(terms.flatMap((term) => [...term.stems, stemmerOf(language)(term.word)]))
      const known = highlighters.get(language) ?? createHighlighter(stems, language)
      highlighters.set(language, known)
      return known
    }
    const passages: FoundPassage[] = []
    for (const chunk of chunks) {
      const document = documents.get(chunk.documentId)
      if (!document) continue
      const wide = await widen(chunk, request.neighbours ?? 0)
      passages.push({
        chunk,
        document,
        score: scores.get(chunk.key) ?? 0,
        fit: fits.get(chunk.key) ?? 0,
        ...wide,
        highlights: highlighterOf(document.language)(wide.content),
      })
    }
    return { passages, mode: done, warnings }
  }
}

/** Searches passages. */
export type Search = ReturnType<typeof createSearch>
