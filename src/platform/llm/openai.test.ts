import { expect } from 'chai'
import { startScriptedLlm, type ScriptedLlm } from '../../../test/support/scripted-llm.ts'
import { AppError } from '../errors.ts'
import { openAiModel } from './openai.ts'

const failure = async (promise: Promise<unknown>): Promise<AppError> => {
  try {
    await promise
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('it should have failed')
}

describe('a model behind an OpenAI-compatible endpoint', () => {
  let endpoint: ScriptedLlm
  const model = (timeoutMs = 5_000) => openAiModel({ baseUrl: endpoint.url, model: 'tiny', timeoutMs })
  const messages = [{ role: 'user' as const, content: 'hello' }]

  beforeEach(async () => {
    endpoint = await startScriptedLlm()
  })
  afterEach(() => endpoint.close())

  it('answers with text and usage, without a key', async () => {
    endpoint.answer('good day')
    const reply = await model().chat({ messages })
    expect(reply.text).to.equal('good day')
    expect(reply.usage.outputTokens).to.equal(7)
    expect(endpoint.received[0]).to.include({ model: 'tiny' })
  })

  it('reads the arguments of a tool call as the text', async () => {
    endpoint.answer({ toolArguments: '{"sql":"SELECT 1"}' })
    expect((await model().chat({ messages })).text).to.equal('{"sql":"SELECT 1"}')
  })

  it('asks again without a parameter that the model refuses, and remembers it', async () => {
    endpoint.answer({ status: 400, text: "Unsupported value: 'temperature'" }, 'fine', 'fine again')
    const one = model()
    expect((await one.chat({ messages })).text).to.equal('fine')
    expect((await one.chat({ messages })).text).to.equal('fine again')
    expect(endpoint.received.map(({ raw }) => raw.includes('temperature'))).to.deep.equal([true, false, false])
  })

  it('says that the key was refused', async () => {
    endpoint.answer({ status: 401, text: 'bad key sk-123' })
    const error = await failure(model().chat({ messages }))
    expect(error.code).to.equal('unavailable')
    expect(error.details.reason).to.equal('model_key_refused')
    expect(error.message).not.to.include('sk-123')
  })

  it('gives up after its time', async () => {
    endpoint.answer({ hang: true })
    expect((await failure(model(100).chat({ messages }))).code).to.equal('timeout')
  })

  it('stops when the caller leaves', async () => {
    endpoint.answer({ hang: true })
    const caller = new AbortController()
    const pending = failure(model().chat({ messages, signal: caller.signal }))
    while (endpoint.received.length === 0) await new Promise((resolve) => setImmediate(resolve))
    caller.abort()
    expect((await pending).code).to.equal('cancelled')
  })

  it('is unavailable when nobody listens', async () => {
    await endpoint.close()
    expect((await failure(model().chat({ messages }))).code).to.equal('unavailable')
    endpoint = await startScriptedLlm()
  })
})
