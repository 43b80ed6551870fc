import { z } from 'zod'
import { setting, toggle } from '../../platform/config.ts'
import { duration } from '../../platform/duration.ts'

const text = () => z.string().min(1)
const price = () => z.coerce.number().min(0)

/** What the agent module is set by. */
export const agentSettings = {
  openaiApiKey: setting('OPENAI_API_KEY', text().optional(), 'The key for the model endpoint; local ones need none', {
    secret: true,
  }),
  openaiBaseUrl: setting(
    'OPENAI_BASE_URL',
    z.url({ protocol: /^https?$/, error: 'must be an http(s) URL that ends in /v1' }).optional(),
    "Any OpenAI-compatible endpoint; OpenAI's own unless set",
  ),
  llmModel: setting('LLM_MODEL', text().optional(), 'The model; with a key or a base URL and none named, gpt-4o-mini'),
  sqlLlmModel: setting('SQL_LLM_MODEL', text().optional(), 'Another model for writing SQL'),
  responseLlmModel: setting(
    'RESPONSE_LLM_MODEL',
    text().optional(),
    'A model that words answers; by templates unless set',
  ),
  llmTimeout: setting('LLM_TIMEOUT', duration().default(60_000), 'The longest wait for one answer of the model'),
  llmInputPrice: setting(
    'LLM_INPUT_PRICE',
    price().optional(),
    'Price of a million input tokens, for the cost of answers',
  ),
  llmOutputPrice: setting('LLM_OUTPUT_PRICE', price().optional(), 'Price of a million output tokens'),
  privateMode: setting(
    'PRIVATE_MODE',
    toggle().default(false),
    'on: the model sees schema and question, never a row or a passage',
  ),
  sqlTimeout: setting('SQL_TIMEOUT', duration().default(30_000), 'The longest that a statement runs'),
  sqlMaxRows: setting(
    'SQL_MAX_ROWS',
    z.coerce.number().int().min(1).max(100_000).default(1000),
    'The most rows of an answer',
  ),
  policyFile: setting('POLICY_FILE', text().optional(), 'Row, column and table policies, as YAML'),
  semanticsDir: setting(
    'SEMANTICS_DIR',
    text().default('config/semantics'),
    'A folder with what is said about each database, as NAME.yaml; `ai-agent schema suggest` drafts one',
  ),
  confidenceThreshold: setting(
    'CONFIDENCE_THRESHOLD',
    z.coerce.number().min(0).max(1).default(0.75),
    'How sure a reading must be to be answered; below, the model is asked if there is one, else the asker',
  ),
} as const
