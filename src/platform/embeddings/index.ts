export type { Embedder } from './embedder.ts'
export { openAiEmbedder, type EmbeddingEndpoint } from './openai.ts'
