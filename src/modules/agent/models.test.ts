import { expect } from 'chai'
import { loadConfig } from '../../platform/config.ts'
import { agentSettings } from './config.ts'
import { modelsOf } from './models.ts'

const configured = (environment: Record<string, string>) =>
  modelsOf(loadConfig({ agent: agentSettings }, { flags: {}, environment, file: {} }).values.agent)

describe("the agent's models", () => {
  it('are none without a key or an endpoint', async () => {
    expect(await configured({ LLM_MODEL: 'x' })).to.deep.equal({})
  })

  it('need no key where there is an endpoint', async () => {
    const { sql } = await configured({ OPENAI_BASE_URL: 'http://localhost:11434/v1', LLM_MODEL: 'qwen' })
    expect(sql?.name).to.equal('qwen')
  })

  it('may differ for SQL and for words', async () => {
    const { sql, response } = await configured({
      OPENAI_API_KEY: 'k',
      LLM_MODEL: 'a',
      SQL_LLM_MODEL: 'b',
      RESPONSE_LLM_MODEL: 'c',
    })
    expect([sql?.name, response?.name]).to.deep.equal(['b', 'c'])
  })

  it('word no answers in private mode, for words need rows', async () => {
    const environment = { OPENAI_API_KEY: 'k', RESPONSE_LLM_MODEL: 'c', PRIVATE_MODE: 'on' }
    expect((await configured(environment)).response).to.equal(undefined)
  })

  it('are refused at the start where the endpoint is no URL', () => {
    expect(() => configured({ OPENAI_BASE_URL: 'localhost' })).to.throw('OPENAI_BASE_URL')
  })
})
