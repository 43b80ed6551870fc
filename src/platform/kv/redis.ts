import { Redis, type RedisOptions } from 'ioredis'
import { AppError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { KeyValue } from './kv.ts'

const deleteIf = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end
return 0`

const extendIf = `
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0`

/** GCRA in whole microseconds of Redis' own clock, which all replicas share. Answers {allowed, remaining, retry, reset}. */
const take = `
local count, period = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local each = period / count
local full = math.max(tonumber(redis.call('GET', KEYS[1]) or 0), now)
local later = full + each
if later - period > now then return {0, 0, math.ceil(later - period - now), math.ceil(full - now)} end
redis.call('SET', KEYS[1], string.format('%.0f', later), 'PX', math.ceil((later - now) / 1000))
return {1, math.floor((period - (later - now)) / each + 0.001), 0, math.ceil(later - now)}`

/** Where Redis is: a URL, or host, port and password. */
export type RedisAddress = { url: string } | { host: string; port: number; password?: string }

const readiness = 2_000

/**
 * Fails fast, and connects again by itself: with ioredis' defaults a call to a dead server hangs for many seconds, and
 * the request that waits for it too. `socketTimeout` gives up a connection whose other end vanished without a word.
 */
const options = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  autoResendUnfulfilledCommands: false,
  commandTimeout: 200,
  socketTimeout: 2_000,
  connectTimeout: 2_000,
  retryStrategy: (times: number) => Math.min(times * 100, 2_000),
} satisfies RedisOptions

const connect = (address: RedisAddress, keyPrefix: string): Redis =>
  'url' in address
    ? new Redis(address.url, { ...options, keyPrefix })
    : new Redis({ ...options, ...address, keyPrefix })

/** Tells of a lost connection once, and of its return. */
const watch = (redis: Redis, log: Log): void => {
  let lost = false
  redis.on('error', (error: Error) => {
    if (!lost) log.warn('redis cannot be reached', { reason: error.message })
    lost = true
  })
  redis.on('ready', () => {
    if (lost) log.info('redis is back')
    lost = false
  })
}

/** Waits for the first connection, but not for ever: Redis may come later than this process. */
const settle = (redis: Redis): Promise<void> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(done, readiness)
    const refused = (error: Error) => {
      if (!/WRONGPASS|NOAUTH|invalid password|without any password/i.test(error.message)) return
      reject(new AppError('invalid', 'REDIS_URL or REDIS_PASSWORD: Redis refuses the password', { cause: error }))
      done()
      redis.disconnect()
    }
    function done() {
      clearTimeout(timer)
      redis.off('ready', done)
      redis.off('error', refused)
      resolve()
    }
    redis.on('ready', done)
    redis.on('error', refused)
  })

const numbers = (reply: unknown): number[] => (Array.isArray(reply) ? reply.map(Number) : [])

/**
 * The store that replicas share. `prefix` keeps a module's keys its own. A server that does not answer within 200 ms
 * makes a call throw `unavailable`. Throws `invalid` when the password is refused.
 */
export const openRedisKeyValue = async (address: RedisAddress, prefix: string, log: Log): Promise<KeyValue> => {
  const redis = connect(address, prefix)
  watch(redis, log)
  await settle(redis)

  const ask = async <T>(act: () => Promise<T>): Promise<T> => {
    try {
      return await act()
    } catch (error) {
      throw new AppError('unavailable', 'The store of sessions and limits does not answer; try again shortly.', {
        reason: 'store_down',
        retryAfter: 1,
        cause: error,
      })
    }
  }
  const milliseconds = (ttl: number) => Math.max(1, Math.ceil(ttl))

  return {
    get: (key) => ask(() => redis.get(key)),
    set: (key, value, { ttl } = {}) =>
      ask(async () => {
        if (ttl === undefined) await redis.set(key, value)
        else await redis.set(key, value, 'PX', milliseconds(ttl))
      }),
    setIfAbsent: (key, value, { ttl }) =>
      ask(async () => (await redis.set(key, value, 'PX', milliseconds(ttl), 'NX')) === 'OK'),
    delete: (key) =>
      ask(async () => {
        await redis.del(key)
      }),
    extendIf: (key, value, { ttl }) =>
      ask(async () => (await redis.eval(extendIf, 1, key, value, milliseconds(ttl))) === 1),
    deleteIf: (key, value) => ask(async () => (await redis.eval(deleteIf, 1, key, value)) === 1),
    take: (key, { count, period }) =>
      ask(async () => {
        const reply = numbers(await redis.eval(take, 1, key, count, Math.round(period * 1_000)))
        const [allowed = 0, remaining = 0, retry = 0, reset = 0] = reply
        return { allowed: allowed === 1, remaining, retryAfter: retry / 1_000, reset: reset / 1_000 }
      }),
    ping: () =>
      ask(async () => {
        await redis.ping()
      }),
    close: async () => {
      await redis.quit().catch(() => undefined)
      redis.disconnect()
    },
  }
}
