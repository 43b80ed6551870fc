import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { AppError } from '../errors.ts'
import { refuse, refuseUnreadable, requestFault } from './hygiene.ts'

/** A server that listens. */
export interface HttpServer {
  /** Where it can be reached from this machine. */
  url: string
  port: number
  /** Takes no new connection, lets requests under way end within `drain` milliseconds, then cuts what is left. */
  close(drain: number): Promise<void>
}

const reasonOf = (error: NodeJS.ErrnoException, where: string): string => {
  if (error.code === 'EADDRINUSE') return `${where} is in use already; set another port, or stop what listens there`
  if (error.code === 'EACCES') return `${where} may not be used by this account; set a port above 1023`
  return `${where} cannot be listened on: ${error.code ?? error.message}`
}

const sweepEvery = 50

/** Listens on `host`:`port` (0 takes a free one). Throws `unavailable` with what to do when it cannot. */
export const listen = async (
  handler: RequestListener,
  options: { host: string; port: number },
): Promise<HttpServer> => {
  const { host, port } = options
  let closing = false
  const underWay = new Set<ServerResponse>()
  const server = createServer(
    {
      headersTimeout: 20_000,
      requestTimeout: 300_000,
      // Without it Node looks for slow requests every 30 s only.
      connectionsCheckingInterval: 2_000,
      keepAliveTimeout: 65_000,
      rejectNonStandardBodyWrites: true,
      // A missing Host is refused with a problem document instead.
      requireHostHeader: false,
    },
    (request, response) => {
      if (closing) response.setHeader('Connection', 'close')
      underWay.add(response)
      response.once('close', () => underWay.delete(response))
      const fault = requestFault(request)
      if (fault) refuse(request, response, fault)
      else handler(request, response)
    },
  )
  server.on('clientError', refuseUnreadable)
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) =>
      reject(new AppError('unavailable', reasonOf(error, `${host}:${port}`), { cause: error })),
    )
    server.listen({ host, port }, resolve)
  })
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port has an address, not a pipe's name
  const actual = (server.address() as AddressInfo).port
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '[::1]' : host.includes(':') ? `[${host}]` : host
  return {
    url: `http://${reachable}:${actual}`,
    port: actual,
    close: (drain) =>
      new Promise<void>((resolve) => {
        closing = true
        const cut = setTimeout(() => server.closeAllConnections(), drain)
        // Kept connections whose request ends from now on would else stay open until they are cut.
        const sweep = setInterval(() => server.closeIdleConnections(), sweepEvery)
        for (const response of underWay) if (!response.headersSent) response.setHeader('Connection', 'close')
        server.close(() => {
          clearTimeout(cut)
          clearInterval(sweep)
          resolve()
        })
        server.closeIdleConnections()
      }),
  }
}
