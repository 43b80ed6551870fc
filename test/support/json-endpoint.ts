import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { json } from 'node:stream/consumers'

/** What an outside endpoint answers; status 200 unless it says another. */
export interface Scripted {
  status?: number
  headers?: Record<string, string>
  body?: unknown
}

/** A request as the endpoint saw it. */
export interface Heard {
  path: string
  authorization: string | undefined
  body: unknown
}

/** An outside endpoint that speaks JSON, in this process. */
export interface JsonEndpoint {
  url: string
  heard: Heard[]
  close: () => Promise<void>
}

/** Opens an endpoint that answers each request as `answer` says; `undefined` leaves it without an answer. */
export const startJsonEndpoint = async (
  answer: (heard: Heard, count: number) => Scripted | undefined,
): Promise<JsonEndpoint> => {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    const answerTo = (body: unknown): void => {
      const one = { path: request.url ?? '', authorization: request.headers.authorization, body }
      heard.push(one)
      const scripted = answer(one, heard.length)
      if (!scripted) return
      response.writeHead(scripted.status ?? 200, { 'content-type': 'application/json', ...scripted.headers })
      response.end(JSON.stringify(scripted.body ?? {}))
    }
    json(request).then(answerTo, () => response.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port has one
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    heard,
    close: async () => {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
