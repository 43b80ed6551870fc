import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { expect } from 'chai'
import { listen, type HttpServer } from './server.ts'

/** Sends bytes as they are and gives back all that comes until the server ends the connection. */
const send = async (port: number, lines: string[], body = ''): Promise<string> => {
  const socket = connect(port, '127.0.0.1')
  socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`)
  return text(socket)
}

describe('request hygiene', () => {
  let server: HttpServer
  let handled: number
  before(async () => {
    server = await listen(
      (_, response) => {
        handled += 1
        response.end('handled')
      },
      { host: '127.0.0.1', port: 0 },
    )
  })
  beforeEach(() => {
    handled = 0
  })
  after(() => server.close(0))

  const refused: [string, number, string[], string?][] = [
    ['two Hosts', 400, ['GET / HTTP/1.1', 'Host: a', 'Host: b']],
    ['no Host', 400, ['GET / HTTP/1.1']],
    ['TRACE', 405, ['TRACE / HTTP/1.1', 'Host: a']],
    ['a coding besides chunked', 400, ['POST / HTTP/1.1', 'Host: a', 'Transfer-Encoding: gzip, chunked'], '0\r\n\r\n'],
    ['identity', 400, ['POST / HTTP/1.1', 'Host: a', 'Transfer-Encoding: identity, chunked'], '0\r\n\r\n'],
    ['two codings', 400, ['POST / HTTP/1.1', 'Host: a', 'Transfer-Encoding: chunked', 'Transfer-Encoding: chunked']],
    ['chunks in HTTP/1.0', 400, ['POST / HTTP/1.0', 'Host: a', 'Transfer-Encoding: chunked'], '0\r\n\r\n'],
    ['chunks with a length', 400, ['POST / HTTP/1.1', 'Host: a', 'Transfer-Encoding: chunked', 'Content-Length: 3']],
    ['a chunked GET', 400, ['GET / HTTP/1.1', 'Host: a', 'Transfer-Encoding: chunked'], '0\r\n\r\n'],
    ['a chunked DELETE', 400, ['DELETE / HTTP/1.1', 'Host: a', 'Transfer-Encoding: chunked'], '0\r\n\r\n'],
    ['two lengths', 400, ['POST / HTTP/1.1', 'Host: a', 'Content-Length: 1', 'Content-Length: 2'], 'ab'],
    ['a header too large', 431, ['GET / HTTP/1.1', 'Host: a', `X-Long: ${'x'.repeat(20_000)}`]],
    ['no HTTP at all', 400, ['hello']],
  ]
  for (const [what, status, lines, body] of refused)
    it(`refuses ${what} with a problem document, and ends the connection`, async () => {
      const answer = await send(server.port, lines, body)
      expect(answer).to.match(new RegExp(`^HTTP/1.1 ${status} `))
      expect(answer).to.include('application/problem+json').and.to.include(`"status":${status}`)
      expect(handled).to.equal(0)
    })

  it('lets ordinary requests through', async () => {
    const chunked = ['POST / HTTP/1.1', 'Host: a', 'Connection: close', 'Transfer-Encoding: chunked']
    expect(await send(server.port, chunked, '3\r\nabc\r\n0\r\n\r\n')).to.match(/^HTTP\/1.1 200 /)
    expect(await send(server.port, ['GET / HTTP/1.1', 'Host: a', 'Connection: close'])).to.match(/^HTTP\/1.1 200 /)
    expect(handled).to.equal(2)
  })
})
