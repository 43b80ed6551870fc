import type { z } from 'zod'
import type { Call, Parsed, Service } from '../../../contract/operation.ts'
import type { LanguageModel } from '../../../platform/llm/index.ts'
import type { Log } from '../../../platform/log.ts'
import type { ragContract } from '../contract.ts'
import { viewerOfCall } from '../documents/documents.ts'
import { viewPassage } from '../documents/passages.ts'
import { shownId } from '../ingest/scope.ts'
import { createExtractiveAnswerer, type Citation } from '../retrieve/answer.ts'
import { parseFilter } from '../retrieve/filter.ts'
import type { Search } from '../retrieve/search.ts'
import type { PassageStore, Viewer } from '../stores/passage-store.ts'
import { wordAnswer, type WordedAnswer } from './worded.ts'

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

/** What answering needs; `model` words the answers where there is one. */
export interface Answering {
  store: PassageStore
  search: Search
  model: LanguageModel | undefined
  log: Log
}

/** The operation that answers from the documents. */
export const createAnswer = (parts: Answering): Pick<Service<Contract>, 'query'> => {
  const { model, log } = parts
  const answerBySentences = createExtractiveAnswerer(parts)

  const view = (
    answer: WordedAnswer,
    input: Parsed<Contract['operations']['query']>,
    call: Call,
    viewer: Viewer,
  ): View => ({
    response: answer.response,
    grounded: answer.grounded,
    confidence: answer.confidence,
    citations: answer.citations.map((citation) => viewCitation(citation, viewer)),
    documents: answer.passages.map((passage) => viewPassage(passage, viewer)),
    warnings: answer.warnings,
    engine: answer.engine,
    ...(model && answer.engine === 'llm' ? { model: model.name } : {}),
    ...(input.conversation_id === undefined ? {} : { conversation_id: input.conversation_id }),
    usage: { input_tokens: answer.usage.inputTokens, output_tokens: answer.usage.outputTokens },
    request_id: call.requestId,
  })

  return {
    query: async (input, call) => {
      const { query, top_k: topK, filter } = input
      const viewer = viewerOfCall(call)
      call.emit?.('status', { stage: 'searching' })
      const quoted = await answerBySentences({
        query,
        topK,
        viewer,
        signal: call.signal,
        ...(filter === undefined ? {} : { filter: parseFilter(filter) }),
      })
      if (model) call.emit?.('status', { stage: 'wording' })
      const nothingUsed = { inputTokens: 0, outputTokens: 0 }
      const answer = model
        ? await wordAnswer(quoted, query, { model, log, signal: call.signal })
        : { ...quoted, engine: 'extractive' as const, usage: nothingUsed }
      const answered = view(answer, input, call, viewer)
      for (const citation of answered.citations) call.emit?.('citation', citation)
      call.emit?.('text_delta', { text: answered.response })
      call.emit?.('usage', answered.usage)
      return answered
    },
  }
}
