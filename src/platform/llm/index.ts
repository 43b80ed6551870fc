export type { ChatMessage, LanguageModel, TokenUsage } from './llm.ts'
export { openAiModel } from './openai.ts'
