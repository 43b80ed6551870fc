import { expect } from 'chai'
import { z } from 'zod'
import { faultOf } from './fault.ts'

const faultsOf = (schema: z.ZodType, value: unknown): string[] => {
  const parsed = schema.safeParse(value, { reportInput: true })
  return parsed.success ? [] : parsed.error.issues.map(faultOf)
}

describe('fault of a field', () => {
  it('is said in words that tell what to send', () => {
    expect(faultsOf(z.string().min(1), '')).to.deep.equal(['must not be empty'])
    expect(faultsOf(z.string().min(3), 'a')).to.deep.equal(['must have at least 3 characters'])
    expect(faultsOf(z.string().max(2), 'abc')).to.deep.equal(['must have at most 2 characters'])
    expect(faultsOf(z.int().min(1).max(100), 101)).to.deep.equal(['must be at most 100'])
    expect(faultsOf(z.array(z.string()).min(2), [])).to.deep.equal(['must have at least 2 items'])
    expect(faultsOf(z.enum(['auto', 'llm']), 'magic')).to.deep.equal(['must be auto or llm'])
    expect(faultsOf(z.object({ query: z.string() }), {})).to.deep.equal(['is missing; it must be a text'])
    expect(faultsOf(z.string(), 7)).to.deep.equal(['must be a text'])
  })

  it('is what the schema says itself, where it does', () => {
    expect(faultsOf(z.string().min(1, 'say something'), '')).to.deep.equal(['say something'])
  })
})
