export type { ChatMessage, ChatReply, ChatRequest, LanguageModel, TokenUsage } from './llm.ts'
export { openAiModel, type OpenAiEndpoint } from './openai.ts'
