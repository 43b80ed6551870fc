import type { z } from 'zod'
import type { Service } from '../../../contract/operation.ts'
import type { ragContract } from '../contract.ts'
import { candidateIds, shownId } from '../ingest/scope.ts'
import { parseFilter } from '../retrieve/filter.ts'
import type { FoundPassage, Search } from '../retrieve/search.ts'
import type { DocumentHead, PassageStore, Viewer } from '../stores/passage-store.ts'
import { headOf, placeOf, viewerOfCall } from './documents.ts'

type Contract = typeof ragContract

/** A passage as it goes over the wire. */
export type PassageView = z.input<Contract['operations']['retrieve']['output']>['documents'][number]

/** What a viewer sees of a found passage. */
export const viewPassage = (found: FoundPassage, viewer: Viewer): PassageView => {
  const { chunk, document, content, score, start, end, highlights } = found
  const { title, source, metadata } = headOf(document, viewer)
  return {
    content,
    score,
    document_id: shownId(document.id, viewer),
    chunk_id: chunk.chunkId,
    title,
    source,
    ...placeOf(chunk),
    start,
    end,
    highlights,
    metadata,
  }
}

const excerptLength = 300
/** An excerpt is looked for in so much of a document's beginning. */
const beginningLength = 2_000
/** So many passages are looked at for each document that is wanted. */
const passagesPerDocument = 5

const excerptOf = (text: string): string => {
  const whole = text.trim().replace(/\s+/g, ' ')
  return whole.length <= excerptLength ? whole : `${whole.slice(0, excerptLength).replace(/\s\S*$/, '')}…`
}

/** The operations that find passages, and documents by their passages. */
export const createPassages = ({
  store,
  search,
}: {
  store: PassageStore
  search: Search
}): Pick<Service<Contract>, 'retrieve' | 'lookup'> => {
  const lookUp = (document: DocumentHead, excerpt: string, viewer: Viewer) => ({
    ...headOf(document, viewer),
    chunks: document.chunks,
    excerpt: excerptOf(excerpt),
  })
  return {
    retrieve: async ({ query, top_k: topK, filter, mode, neighbours }, call) => {
      const viewer = viewerOfCall(call)
      const found = await search({
        query,
        topK,
        viewer,
        mode,
        neighbours,
        signal: call.signal,
        ...(filter === undefined ? {} : { filter: parseFilter(filter) }),
      })
      return {
        documents: found.passages.map((passage) => viewPassage(passage, viewer)),
        mode: found.mode,
        request_id: call.requestId,
      }
    },
    lookup: async ({ query, id, source, title, metadata, limit }, call) => {
      const viewer = viewerOfCall(call)
      const filter = metadata && parseFilter(metadata)
      const isWanted = (document: DocumentHead): boolean =>
        (id === undefined || candidateIds(id, viewer).includes(document.id)) &&
        (source === undefined || document.source === source) &&
        (title === undefined || document.title.toLowerCase().includes(title.toLowerCase()))
      if (query !== undefined) {
        const topK = limit * passagesPerDocument
        const { passages } = await search({ query, topK, viewer, filter, signal: call.signal })
        const best = new Map<string, FoundPassage>()
        for (const passage of passages)
          if (isWanted(passage.document) && !best.has(passage.document.id)) best.set(passage.document.id, passage)
        return {
          documents: [...best.values()]
            .slice(0, limit)
            .map(({ document, content, score }) => ({ ...lookUp(document, content, viewer), score })),
          request_id: call.requestId,
        }
      }
      const ids = id === undefined ? [undefined] : candidateIds(id, viewer)
      const pages = await Promise.all(
        ids.map((one) => store.listDocuments({ limit, id: one, source, title, filter }, viewer)),
      )
      const documents = pages.flatMap(({ items }) => items).slice(0, limit)
      const excerpts = await Promise.all(
        documents.map((document) => store.documentText(document.id, viewer, beginningLength)),
      )
      return {
        documents: documents.map((document, i) => lookUp(document, excerpts[i] ?? '', viewer)),
        request_id: call.requestId,
      }
    },
  }
}
