/** One turn of a conversation with a model. */
export interface ChatMessage {
  role: 'system' | 'user' | 'assistant'
  content: string
}

/** What a model is asked, and how long the asker waits. */
export interface ChatRequest {
  messages: ChatMessage[]
  /** The answer must be one JSON object, where the endpoint can promise that. */
  json?: boolean
  signal?: AbortSignal
}

/** What a model used, in tokens. */
export interface TokenUsage {
  inputTokens: number
  outputTokens: number
}

/** What a model answered. `text` is empty when it said nothing. */
export interface ChatReply {
  text: string
  usage: TokenUsage
}

/** A chat model behind some endpoint. */
export interface LanguageModel {
  /** The name under which the endpoint knows it. */
  readonly name: string
  /** Throws `AppError`: `unavailable` when the endpoint cannot be reached or refuses, `timeout`, `cancelled` when the caller left. */
  chat(request: ChatRequest): Promise<ChatReply>
}
