import { PassThrough } from 'node:stream'
import type { Context } from 'koa'

/** A stream of server-sent events that begins with its first event. */
export interface EventStream {
  readonly started: boolean
  send(event: string, data: unknown): void
  end(): void
}

const pingEvery = 15_000

/** Makes the answer of `ctx` a stream of server-sent events as soon as the first one is sent; `begun` is told then. */
export const eventStream = (ctx: Context, begun: () => void): EventStream => {
  const stream = new PassThrough()
  let started = false
  let sequence = 0
  let pings: NodeJS.Timeout | undefined
  const write = (event: string, data: unknown) => {
    sequence += 1
    stream.write(`id: ${sequence}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }
  const begin = () => {
    started = true
    ctx.status = 200
    ctx.type = 'text/event-stream; charset=utf-8'
    ctx.set({ 'Cache-Control': 'no-cache', 'X-Accel-Buffering': 'no' })
    ctx.body = stream
    pings = setInterval(() => write('ping', {}), pingEvery).unref()
    stream.once('close', () => clearInterval(pings))
    begun()
  }
  return {
    get started() {
      return started
    },
    send: (event, data) => {
      if (stream.destroyed || stream.writableEnded) return
      if (!started) begin()
      write(event, data)
    },
    end: () => {
      clearInterval(pings)
      stream.end()
    },
  }
}
