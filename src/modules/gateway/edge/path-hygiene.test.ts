import { expect } from 'chai'
import { pathFault } from './path-hygiene.ts'

describe('path hygiene', () => {
  it('lets ordinary paths through, with whatever query', () => {
    const paths = [
      '/',
      '/rag/documents/a%20b',
      '/rag/documents/a.b..c',
      '/auth/.well-known/jwks.json',
      '/x?y=/../%2e%2e//\\',
    ]
    for (const path of [...paths, "/a;b=(c)!$&'*+,=:@~", '/rag/documents/%C3%A4%25'])
      expect(pathFault(path), path).to.equal(undefined)
  })

  it('finds every way to write a path that means two things', () => {
    const dots = ['/..', '/a/..', '/a/./b', '/%2e%2e/b', '/a/%2E./b', '/.%2e', '/a/%2e']
    const slashes = ['//a', '/a//b', '/a%2fb', '/a%2Fb', '/a%5cb', '/a\\b']
    const bytes = ['/a%00', '/a%', '/a%g0', '/a%2', '/ä', '/a b', '/a\tb', '/a#b', '/a"b', '/a|b']
    const targets = ['', '*', 'a', 'http://other/a', 'other:443', '?a']
    for (const path of [...dots, ...slashes, ...bytes, ...targets]) expect(pathFault(path), path).to.be.a('string')
  })
})
