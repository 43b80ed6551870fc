import { APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai'
import type OpenAI from 'openai'
import { openAiClient } from '../openai-client.ts'
import { AppError } from '../errors.ts'
import type { ChatReply, ChatRequest, LanguageModel } from './llm.ts'

/** Where an OpenAI-compatible endpoint is, and which of its models to ask. */
export interface OpenAiEndpoint {
  /** Ends in `/v1` as a rule; OpenAI's own unless set. */
  baseUrl?: string
  /** Local servers such as Ollama need none. */
  apiKey?: string
  model: string
  /** The longest wait for one answer, in milliseconds. */
  timeoutMs: number
}

/** Parameters that some models refuse, and that an answer can do without. */
type Optional = 'temperature' | 'response_format'

const explain = (error: unknown, signal: AbortSignal | undefined): AppError => {
  if (signal?.aborted) return AppError.from(signal.reason)
  if (error instanceof APIUserAbortError)
    return new AppError('cancelled', 'The caller left before the model answered.', { cause: error })
  if (error instanceof APIConnectionTimeoutError)
    return new AppError('timeout', 'The model did not answer in time.', { reason: 'model_timeout', cause: error })
  const status = error instanceof APIError ? error.status : undefined
  if (status === 401 || status === 403)
    return new AppError('unavailable', 'The model endpoint refused the key; check OPENAI_API_KEY.', {
      reason: 'model_key_refused',
      cause: error,
    })
  if (status === 404)
    return new AppError('unavailable', 'The model endpoint does not know this model; check LLM_MODEL.', {
      reason: 'model_unknown',
      cause: error,
    })
  return new AppError('unavailable', 'The model cannot be reached just now.', {
    reason: 'model_unavailable',
    retryAfter: 5,
    cause: error,
  })
}

/** The text of an answer: its content, else the arguments of the tool that it called instead of answering. */
const textOf = (message: OpenAI.ChatCompletionMessage | undefined): string => {
  if (message?.content) return message.content
  const call = message?.tool_calls?.[0]
  if (call?.type === 'function') return call.function.arguments
  return ''
}

const refusedParameter = (error: unknown, without: ReadonlySet<Optional>): Optional | undefined => {
  if (!(error instanceof APIError) || error.status !== 400) return undefined
  const optional: Optional[] = ['temperature', 'response_format']
  return optional.find((name) => !without.has(name) && error.message.includes(name))
}

/**
 * A model behind any endpoint that speaks OpenAI's chat completions. Asks for the most likely answer (temperature 0)
 * and for JSON; an endpoint that refuses either parameter is asked without it, from then on.
 */
export const openAiModel = (endpoint: OpenAiEndpoint): LanguageModel => {
  const client = openAiClient({ ...endpoint, maxRetries: 1 })
  const without = new Set<Optional>()
  const ask = async ({ messages, json, signal }: ChatRequest): Promise<ChatReply> => {
    const completion = await client.chat.completions.create(
      {
        model: endpoint.model,
        messages,
        ...(without.has('temperature') ? {} : { temperature: 0 }),
        ...(json && !without.has('response_format') ? { response_format: { type: 'json_object' as const } } : {}),
      },
      signal ? { signal } : {},
    )
    return {
      text: textOf(completion.choices?.[0]?.message),
      usage: {
        inputTokens: completion.usage?.prompt_tokens ?? 0,
        outputTokens: completion.usage?.completion_tokens ?? 0,
      },
    }
  }
  const chat = async (request: ChatRequest): Promise<ChatReply> => {
    try {
      return await ask(request)
    } catch (error) {
      const refused = refusedParameter(error, without)
      if (refused === undefined) throw explain(error, request.signal)
      without.add(refused)
      return chat(request)
    }
  }
  return { name: endpoint.model, chat }
}
