import { expect } from 'chai'
import { startScriptedLlm, type ScriptedLlm } from '../../../../test/support/scripted-llm.ts'
import { openAiModel } from '../../../platform/llm/index.ts'
import { writeProse } from './prose.ts'

describe('the words of a model', () => {
  let endpoint: ScriptedLlm
  before(async () => {
    endpoint = await startScriptedLlm()
  })
  after(() => endpoint.close())

  const result = {
    columns: [
      { name: 'region', type: 'TEXT' },
      { name: 'customers', type: 'INTEGER' },
    ],
    rows: [
      ['North', 12],
      ['South', 7],
    ],
    truncated: false,
  }
  const worded = async (text: string) => {
    endpoint.answer(text)
    const model = openAiModel({ baseUrl: endpoint.url, model: 'tiny', timeoutMs: 5000 })
    return (await writeProse(model, { question: 'customers per region', result })).text
  }

  it('are used when each number stands in the rows', async () => {
    expect(await worded('<think>12 and 7</think>North has 12 customers, South 7.')).to.equal(
      'North has 12 customers, South 7.',
    )
  })

  it('are dropped when they invent a number, in digits or in words', async () => {
    expect(await worded('Together they have 19 customers.')).to.equal(undefined)
    expect(await worded('North leads by five.')).to.equal(undefined)
  })

  it('are dropped when they lead elsewhere', async () => {
    expect(await worded('North has 12, see https://evil.example/?q=12.')).to.equal(undefined)
    expect(await worded('![chart](x)')).to.equal(undefined)
  })
})
