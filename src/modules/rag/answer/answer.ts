import type { z } from 'zod'
import type { Call, Parsed, Service } from '../../../contract/operation.ts'
import type { ragContract } from '../contract.ts'
import { viewerOfCall } from '../documents/documents.ts'
import { viewPassage } from '../documents/passages.ts'
import { shownId } from '../ingest/scope.ts'
import { createExtractiveAnswerer, type Answer, type Citation } from '../retrieve/answer.ts'
import { parseFilter } from '../retrieve/filter.ts'
import type { Search } from '../retrieve/search.ts'
import type { PassageStore, Viewer } from '../stores/passage-store.ts'

type Contract = typeof ragContract
type View = z.input<Contract['operations']['query']['output']>

const viewCitation = (citation: Citation, viewer: Viewer): View['citations'][number] => {
  const { marker, documentId, chunkId, title, source, page, quote, start, end } = citation
  return {
    marker,
    document_id: shownId(documentId, viewer),
    chunk_id: chunkId,
    title,
    source,
    ...(page === undefined ? {} : { page }),
    quote,
    start,
    end,
  }
}

/** The operation that answers from the documents. */
export const createAnswer = (parts: { store: PassageStore; search: Search }): Pick<Service<Contract>, 'query'> => {
  const answerBySentences = createExtractiveAnswerer(parts)

  const view = (answer: Answer, input: Parsed<Contract['operations']['query']>, call: Call, viewer: Viewer): View => ({
    response: answer.response,
    grounded: answer.grounded,
    confidence: answer.confidence,
    citations: answer.citations.map((citation) => viewCitation(citation, viewer)),
    documents: answer.passages.map((passage) => viewPassage(passage, viewer)),
    warnings: answer.warnings,
    engine: 'extractive',
    ...(input.conversation_id === undefined ? {} : { conversation_id: input.conversation_id }),
    usage: { input_tokens: 0, output_tokens: 0 },
    request_id: call.requestId,
  })

  return {
    query: async (input, call) => {
      const { query, top_k: topK, filter } = input
      const viewer = viewerOfCall(call)
      call.emit?.('status', { stage: 'searching' })
      const answer = await answerBySentences({
        query,
        topK,
        viewer,
        signal: call.signal,
        ...(filter === undefined ? {} : { filter: parseFilter(filter) }),
      })
      const answered = view(answer, input, call, viewer)
      for (const citation of answered.citations) call.emit?.('citation', citation)
      call.emit?.('text_delta', { text: answered.response })
      call.emit?.('usage', answered.usage)
      return answered
    },
  }
}
