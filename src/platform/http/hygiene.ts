import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { AppError, toProblem } from '../errors.ts'
import { newId } from '../ids.ts'

const count = (request: IncomingMessage, name: string): number =>
  request.rawHeaders.filter((text, index) => index % 2 === 0 && text.toLowerCase() === name).length

const bodiless = new Set(['GET', 'HEAD', 'DELETE', 'OPTIONS'])

/**
 * What two servers could read in two ways, though Node's parser lets it pass: several Hosts, transfer codings besides
 * `chunked`, a chunked body where none belongs (RFC 9112, 6.1 and 11.2). Such a request must not be passed on.
 */
export const requestFault = (request: IncomingMessage): AppError | undefined => {
  const { method = '', headers, httpVersion } = request
  const coding = headers['transfer-encoding']
  if (method === 'TRACE' || method === 'CONNECT')
    return new AppError('method_not_allowed', `${method} is not possible here.`, {
      headers: { Allow: 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS' },
    })
  if (headers.host === undefined && httpVersion !== '1.0') return new AppError('invalid', 'Send a Host header field.')
  if (count(request, 'host') > 1) return new AppError('invalid', 'Send one Host header field, not several.')
  if (coding === undefined) return undefined
  if (httpVersion === '1.0') return new AppError('invalid', 'HTTP/1.0 has no Transfer-Encoding; send a Content-Length.')
  if (count(request, 'transfer-encoding') > 1 || coding.toLowerCase() !== 'chunked')
    return new AppError('invalid', 'The only Transfer-Encoding that is understood is chunked.')
  if (bodiless.has(method)) return new AppError('invalid', `Send ${method} without a chunked body.`)
  return undefined
}

const documentOf = (error: AppError, instance: string): string =>
  JSON.stringify(toProblem(error, { instance, requestId: newId() }))

/** Refuses a request before anything has read it, and ends its connection: what follows on it cannot be trusted. */
export const refuse = (request: IncomingMessage, response: ServerResponse, error: AppError): void => {
  const instance = request.url?.split('?')[0] ?? '/'
  const headers = { ...error.details.headers, 'Content-Type': 'application/problem+json', Connection: 'close' }
  response.writeHead(error.status, headers).end(documentOf(error, instance))
}

const faultOf = (code: string | undefined): { status: string; error: AppError } => {
  if (code === 'HPE_HEADER_OVERFLOW')
    return {
      status: '431 Request Header Fields Too Large',
      error: new AppError('too_large', 'The header of the request is too large.'),
    }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return {
      status: '408 Request Timeout',
      error: new AppError('timeout', 'The request did not arrive within its time limit.'),
    }
  return { status: '400 Bad Request', error: new AppError('invalid', 'This is not a well-formed HTTP/1.1 request.') }
}

/** Answers what Node's parser could not read, and ends the connection. */
export const refuseUnreadable = (error: NodeJS.ErrnoException, socket: Duplex): void => {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const fault = faultOf(error.code)
  const status = Number.parseInt(fault.status, 10)
  const body = JSON.stringify({ ...toProblem(fault.error, { instance: '/', requestId: newId() }), status })
  const head = [
    `HTTP/1.1 ${fault.status}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}
