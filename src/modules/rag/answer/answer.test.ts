import { expect } from 'chai'
import { temporaryFolder } from '../../../../test/support/folder.ts'
import { openRag, type RagSystem } from '../../../../test/support/rag.ts'
import { startScriptedLlm, type ScriptedLlm } from '../../../../test/support/scripted-llm.ts'

const text = 'The ferry to Tiree leaves from Oban at seven. It takes four hours. Bicycles travel free of charge.'
const query = 'When does the ferry to Tiree leave?'

describe('answers from documents with a model', () => {
  let endpoint: ScriptedLlm
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let system: RagSystem | undefined
  beforeEach(async () => {
    endpoint = await startScriptedLlm()
    folder = await temporaryFolder()
  })
  afterEach(async () => {
    await system?.stop()
    await endpoint.close()
    await folder.remove()
  })
  const open = async (environment: Record<string, string> = {}): Promise<RagSystem> => {
    system = await openRag({
      DATA_DIR: folder.path,
      OPENAI_BASE_URL: endpoint.url,
      RESPONSE_LLM_MODEL: 'tiny',
      ...environment,
    })
    await system.rag.ingest({ documents: [{ id: 'ferries', title: 'Ferries', text }] }, system.as('ada'))
    return system
  }

  it('words the answer with the model, each sentence with its proof', async () => {
    const { rag, as } = await open()
    const sentences = [{ text: 'It leaves at seven.', citations: [{ passage: 1, quote: 'leaves from Oban at seven' }] }]
    endpoint.answer(JSON.stringify({ answered: true, sentences }))
    const heard: string[] = []
    const answer = await rag.query({ query }, as('ada', { emit: (event) => heard.push(event) }))
    expect(answer).to.include({ engine: 'llm', model: 'tiny', grounded: true, response: 'It leaves at seven. [1]' })
    for (const { quote, start, end } of answer.citations) expect(text.slice(start, end)).to.equal(quote)
    expect(answer.usage.output_tokens).to.be.greaterThan(0)
    expect(heard).to.deep.equal(['status', 'status', 'citation', 'text_delta', 'usage'])
  })

  it('quotes instead, and says so, when the model is away or proves nothing', async () => {
    const { rag, as } = await open()
    for (const scripted of [
      { status: 400, text: 'no' },
      'Some chatter',
      JSON.stringify({ answered: true, sentences: [{ text: 'At nine.', citations: [] }] }),
    ]) {
      endpoint.answer(scripted)
      const answer = await rag.query({ query }, as('ada'))
      expect(answer).to.include({ engine: 'extractive', grounded: true })
      expect(answer.response).to.include('at seven')
      expect(answer.warnings).to.have.length(1)
    }
  })

  it('takes the model’s word for it that the passages do not say', async () => {
    const { rag, as } = await open()
    endpoint.answer(JSON.stringify({ answered: false, sentences: [] }))
    const answer = await rag.query({ query }, as('ada'))
    expect(answer).to.deep.include({ grounded: false, citations: [] })
  })

  it('shows the model passages as data between marks that no document can know', async () => {
    const { rag, as } = await open()
    endpoint.answer('{"answered": false, "sentences": []}', '{"answered": false, "sentences": []}')
    await rag.query({ query }, as('ada'))
    await rag.query({ query }, as('ada'))
    const marks = endpoint.received.map(({ messages }) => /<(passage-\w+)/.exec(messages.at(-1)?.content ?? '')?.[1])
    expect(new Set(marks).size).to.equal(2)
  })

  it('shows the model nothing in private mode', async () => {
    const { rag, as } = await open({ PRIVATE_MODE: 'on', EMBEDDING_MODEL: 'vectors' })
    const answer = await rag.query({ query }, as('ada'))
    expect(answer).to.include({ engine: 'extractive', grounded: true })
    expect(endpoint.received).to.deep.equal([])
  })
})
