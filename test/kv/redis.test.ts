import { createServer, connect, type AddressInfo, type Server, type Socket } from 'node:net'
import { expect } from 'chai'
import { systemClock } from '../../src/platform/clock.ts'
import { newId } from '../../src/platform/ids.ts'
import { openKeyValue } from '../../src/platform/kv/index.ts'
import type { KeyValue } from '../../src/platform/kv/kv.ts'
import { createRateLimiter } from '../../src/platform/kv/rate-limit.ts'
import { silentLog } from '../../src/platform/log.ts'
import { describeKeyValue } from '../support/key-value-suite.ts'
import { redisUrl } from '../support/services.ts'
import { until } from '../support/until.ts'

const open = (url: string, prefix = newId()): Promise<KeyValue> =>
  openKeyValue(
    { redisUrl: url, redisHost: undefined, redisPort: 6379, redisPassword: undefined },
    { prefix, log: silentLog, clock: systemClock },
  )

describeKeyValue('redis', () => open(redisUrl()))

const portOf = (server: Server): number => {
  const address: AddressInfo | string | null = server.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on a port')
  return address.port
}

const listen = (server: Server, port = 0): Promise<number> =>
  new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve(portOf(server))))

/** A way to Redis that can be cut and mended. */
const openRoad = async () => {
  const target = new URL(redisUrl())
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy())
    return socket
  }
  const server = createServer((socket) => {
    const onward = keep(connect(Number(target.port || 6379), target.hostname))
    keep(socket).pipe(onward).pipe(socket)
    socket.on('close', () => onward.destroy())
    onward.on('close', () => socket.destroy())
  })
  const port = await listen(server)
  const cut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  return { url: `redis://127.0.0.1:${port}`, cut, mend: () => listen(server, port) }
}

const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'answered',
    (error: unknown) => (error instanceof Error && 'code' in error ? error.code : error),
  )

describe('redis', () => {
  it('keeps the keys of two modules apart, and shares those of two replicas', async () => {
    const [name, other] = [newId(), newId()]
    const stores = await Promise.all([open(redisUrl(), name), open(redisUrl(), name), open(redisUrl(), other)])
    await stores[0].set('key', 'value', { ttl: 60_000 })
    expect(await Promise.all(stores.map((store) => store.get('key')))).to.deep.equal(['value', 'value', null])
    await Promise.all(stores.map((store) => store.close()))
  })

  it('counts the limits of two replicas together', async () => {
    const prefix = newId()
    const stores = await Promise.all([open(redisUrl(), prefix), open(redisUrl(), prefix)])
    const limiters = stores.map((kv) => createRateLimiter({ kv, limits: {}, clock: systemClock, log: silentLog }))
    const caller = { principal: null, ip: '192.0.2.1' }
    const all = await Promise.all(
      limiters.flatMap((limiter) => Array.from({ length: 100 }, () => limiter.take('a.x', '50/1h', caller))),
    )
    expect(all.filter(({ allowed }) => allowed)).to.have.length(50)
    await Promise.all([...limiters, ...stores].map((one) => one.close()))
  })

  it('answers "unavailable" while Redis is gone, and works again when it is back', async () => {
    const road = await openRoad()
    const kv = await open(road.url)
    await kv.set('kept', 'value', { ttl: 60_000 })
    await road.cut()
    await until(async () => (await codeOf(kv.get('kept'))) === 'unavailable')
    await road.mend()
    await until(async () => (await codeOf(kv.get('kept'))) === 'answered')
    expect(await kv.get('kept')).to.equal('value')
    await kv.close()
    await road.cut()
  })

  it('starts without Redis, and finds it when it comes', async () => {
    const road = await openRoad()
    await road.cut()
    const kv = await open(road.url)
    expect(await codeOf(kv.ping())).to.equal('unavailable')
    await road.mend()
    await until(async () => (await codeOf(kv.ping())) === 'answered')
    await kv.close()
    await road.cut()
  })

  it('gives up on a server that accepts and then says nothing', async () => {
    const sockets: Socket[] = []
    const mute = createServer((socket) => sockets.push(socket))
    const kv = await open(`redis://127.0.0.1:${await listen(mute)}`)
    expect(await codeOf(kv.get('a'))).to.equal('unavailable')
    await kv.close()
    for (const socket of sockets) socket.destroy()
    mute.close()
  })

  it('stops the start with one clear line when the address or the password is wrong', async () => {
    const opened: unknown = await open('http://localhost:6379').catch((error: unknown) => error)
    expect(opened)
      .to.be.instanceOf(Error)
      .with.property('message')
      .that.matches(/^REDIS_URL/)
  })
})
