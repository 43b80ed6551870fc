import type { Service } from '../../../contract/operation.ts'
import type { ragContract } from '../contract.ts'
import { placeOf, viewerOfCall } from '../documents/documents.ts'
import { viewPassage } from '../documents/passages.ts'
import { shownId } from '../ingest/scope.ts'
import { parseFilter } from '../retrieve/filter.ts'
import type { Search } from '../retrieve/search.ts'
import { extractQuotes } from './extract.ts'

/** The operation that answers from the documents. */
export const createAnswer = ({ search }: { search: Search }): Pick<Service<typeof ragContract>, 'query'> => ({
  query: async ({ query, top_k: topK, filter, conversation_id }, call) => {
    const viewer = viewerOfCall(call)
    call.emit?.('status', { stage: 'searching' })
    const { passages, warnings } = await search({
      query,
      topK,
      viewer,
      signal: call.signal,
      ...(filter === undefined ? {} : { filter: parseFilter(filter) }),
    })
    const quotes = extractQuotes(passages)
    const citations = quotes.map(({ passage: { chunk, document }, text, start, end }, i) => {
      const { page } = placeOf(chunk)
      return {
        marker: `[${i + 1}]`,
        document_id: shownId(document.id, viewer),
        chunk_id: chunk.chunkId,
        title: document.title,
        source: document.source,
        ...(page === undefined ? {} : { page }),
        quote: text,
        start,
        end,
      }
    })
    const response =
      citations.length > 0
        ? citations.map(({ quote, marker }) => `${quote} ${marker}`).join(' ')
        : 'The documents you may read say nothing about this.'
    for (const citation of citations) call.emit?.('citation', citation)
    call.emit?.('text_delta', { text: response })
    const usage = { input_tokens: 0, output_tokens: 0 }
    call.emit?.('usage', usage)
    return {
      response,
      grounded: citations.length > 0,
      confidence: quotes[0]?.passage.coverage ?? 0,
      citations,
      documents: passages.map((passage) => viewPassage(passage, viewer)),
      warnings,
      engine: 'extractive' as const,
      ...(conversation_id === undefined ? {} : { conversation_id }),
      usage,
      request_id: call.requestId,
    }
  },
})
