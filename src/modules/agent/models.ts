import type { Values } from '../../platform/config.ts'
import type { LanguageModel } from '../../platform/llm/index.ts'
import type { agentSettings } from './config.ts'

/** The models that the agent asks; each is missing when it is not configured. */
export interface AgentModels {
  /** Writes SQL. */
  sql?: LanguageModel
  /** Words answers. It is shown rows, so there is none in private mode. */
  response?: LanguageModel
}

/** OpenAI's own endpoint serves it; others name theirs in `LLM_MODEL`. */
const usualModel = 'gpt-4o-mini'

/** The models of a configuration: none without a key or a base URL, for then there is nobody to ask. */
export const modelsOf = async (config: Values<typeof agentSettings>): Promise<AgentModels> => {
  const { openaiApiKey, openaiBaseUrl, llmModel, sqlLlmModel, responseLlmModel, llmTimeout, privateMode } = config
  if (openaiApiKey === undefined && openaiBaseUrl === undefined) return {}
  // Loaded where there is a model: its package is large.
  const { openAiModel } = await import('../../platform/llm/index.ts')
  const named = (model: string): LanguageModel =>
    openAiModel({
      model,
      timeoutMs: llmTimeout,
      ...(openaiApiKey === undefined ? {} : { apiKey: openaiApiKey }),
      ...(openaiBaseUrl === undefined ? {} : { baseUrl: openaiBaseUrl }),
    })
  return {
    sql: named(sqlLlmModel ?? llmModel ?? usualModel),
    ...(responseLlmModel === undefined || privateMode ? {} : { response: named(responseLlmModel) }),
  }
}
