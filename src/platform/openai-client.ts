import OpenAI from 'openai'

/** The package's client for any compatible endpoint; a local one needs no key. Time in milliseconds. */
export const openAiClient = (endpoint: {
  apiKey?: string | undefined
  baseUrl?: string | undefined
  timeoutMs?: number | undefined
  maxRetries: number
}): OpenAI =>
  // The package reads the environment for whatever it is not told, so it is told everything.
  new OpenAI({
    apiKey: endpoint.apiKey ?? 'none',
    baseURL: endpoint.baseUrl ?? 'https://api.openai.com/v1',
    organization: null,
    project: null,
    adminAPIKey: null,
    webhookSecret: null,
    timeout: endpoint.timeoutMs,
    maxRetries: endpoint.maxRetries,
    logLevel: 'off',
  })
