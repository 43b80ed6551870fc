export type { Embedder } from './embedder.ts'
export { openAiEmbedder } from './openai.ts'
