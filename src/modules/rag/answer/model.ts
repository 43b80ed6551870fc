import type { Values } from '../../../platform/config.ts'
import type { LanguageModel } from '../../../platform/llm/index.ts'
import type { ragSettings } from '../config.ts'

/** OpenAI's own endpoint serves it; others name theirs in `LLM_MODEL`. */
const usualModel = 'gpt-4o-mini'

/** The model that words answers; undefined when none is configured, or none may see a passage. */
export const openModel = async (config: Values<typeof ragSettings>): Promise<LanguageModel | undefined> => {
  const { openaiApiKey, openaiBaseUrl, llmModel, responseLlmModel, llmTimeout, privateMode } = config
  if (privateMode || (openaiApiKey === undefined && openaiBaseUrl === undefined)) return undefined
  // Loaded where there is a model: its package is large.
  const { openAiModel } = await import('../../../platform/llm/index.ts')
  return openAiModel({
    model: responseLlmModel ?? llmModel ?? usualModel,
    timeoutMs: llmTimeout,
    ...(openaiApiKey === undefined ? {} : { apiKey: openaiApiKey }),
    ...(openaiBaseUrl === undefined ? {} : { baseUrl: openaiBaseUrl }),
  })
}
