import { expect } from 'chai'
import { z } from 'zod'
import { openapi } from './openapi.ts'
import { contract, operation } from './operation.ts'

const anything = contract('rag', {
  save: operation({
    route: 'POST /things/{id}',
    access: 'write:rag',
    summary: 'Save a thing',
    input: z.object({ id: z.string(), metadata: z.record(z.string(), z.json()) }),
    output: z.object({ saved: z.json() }),
    limit: '10/1m',
  }),
})

describe('openapi', () => {
  const document = openapi([{ contract: anything, prefix: '/rag' }], { title: 'a', version: '1' })

  it('refers to nothing that is not in the document', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference)
    expect(new Set(references)).to.deep.equal(new Set(['#/components/schemas/Problem']))
  })

  it('puts the fields of a path there, and the others into the body', () => {
    const text = JSON.stringify(document)
    expect(document['paths']).to.have.nested.property('/rag/things/{id}.post.parameters[0].name', 'id')
    expect(text).to.include('"required":["metadata"]')
  })
})
