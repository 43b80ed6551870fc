import { expect } from 'chai'
import { extract } from './extract.ts'

const wanted = 'SELECT COUNT(*) FROM customers'

describe('finding SQL in what a model says', () => {
  const wrappings: Record<string, string> = {
    'the JSON that was asked for': `{"sql": "${wanted}", "explanation": "the number of customers"}`,
    'JSON in a fence': `Sure!\n\`\`\`json\n{"sql": "${wanted};"}\n\`\`\`\nAnything else?`,
    'JSON after thinking aloud': `<think>Maybe {"sql": "SELECT 1"}? No.</think>{"sql": "${wanted}"}`,
    'JSON after thinking whose beginning is cut off': `I could use {"sql": "SELECT 1"}.</think>\n{"sql": "${wanted}"}`,
    'JSON with braces inside': `{"explanation": "all {of} them", "sql": "${wanted}"}`,
    'a tool call': `<tool_call>{"name": "run_sql", "arguments": {"sql": "${wanted}"}}</tool_call>`,
    'a tool call with arguments as text': JSON.stringify({ name: 'x', arguments: JSON.stringify({ query: wanted }) }),
    'a fenced block': `Here it is:\n\n\`\`\`sql\n${wanted};\n\`\`\`\nIt counts.`,
    'a block without a language': `\`\`\`\n${wanted}\n\`\`\``,
    'a block that never ends': `\`\`\`sql\n${wanted}`,
    'bare SQL': `${wanted};`,
    'bare SQL among prose': `The statement is:\n${wanted};\nIt counts customers.`,
  }
  for (const [name, answer] of Object.entries(wrappings))
    it(`takes it from ${name}`, () => {
      expect(extract(answer)).to.deep.include({ kind: 'sql', sql: wanted })
    })

  it('takes the statement and not the example before it', () => {
    const answer = `\`\`\`python\nprint("hello")\n\`\`\`\nand\n\`\`\`sql\nWITH x AS (SELECT 1) SELECT * FROM x\n\`\`\``
    expect(extract(answer)).to.deep.include({ sql: 'WITH x AS (SELECT 1) SELECT * FROM x' })
  })

  it('hears that a question cannot be answered', () => {
    expect(extract('{"unanswerable": "there is no weather here"}')).to.deep.equal({
      kind: 'unanswerable',
      why: 'there is no weather here',
    })
  })

  it('finds nothing where there is nothing', () => {
    for (const answer of ['', 'I cannot do that.', '{"sql": ""}', '<think>SELECT 1', 'Please select an option.'])
      expect(extract(answer), answer).to.deep.equal({ kind: 'nothing' })
  })
})
