import type { Clock } from '../clock.ts'
import type { Values } from '../config.ts'
import { AppError } from '../errors.ts'
import type { Log } from '../log.ts'
import type { platformSettings } from '../settings.ts'
import type { KeyValue } from './kv.ts'
import { createMemoryKeyValue } from './memory.ts'
import type { RedisAddress } from './redis.ts'

type RedisSettings = Pick<Values<typeof platformSettings>, 'redisUrl' | 'redisHost' | 'redisPort' | 'redisPassword'>

const addressOf = ({ redisUrl, redisHost, redisPort, redisPassword }: RedisSettings): RedisAddress | undefined => {
  if (redisUrl !== undefined) {
    if (!URL.canParse(redisUrl) || !/^rediss?:$/.test(new URL(redisUrl).protocol))
      throw new AppError('invalid', 'REDIS_URL: must be redis://HOST:PORT or rediss://HOST:PORT')
    return { url: redisUrl }
  }
  if (redisHost === undefined) return undefined
  return { host: redisHost, port: redisPort, ...(redisPassword === undefined ? {} : { password: redisPassword }) }
}

/**
 * Opens the store that the settings name: Redis when there is one, else this process' memory. `prefix` is the
 * module's name. A Redis that is down does not stop the start: calls throw `unavailable` until it is there.
 * Throws `invalid` for a malformed URL or a refused password.
 */
export const openKeyValue = async (
  settings: RedisSettings,
  options: { prefix: string; log: Log; clock: Clock },
): Promise<KeyValue> => {
  const address = addressOf(settings)
  if (!address) return createMemoryKeyValue({ clock: options.clock })
  // Loaded where there is one: most processes have none.
  const { openRedisKeyValue } = await import('./redis.ts')
  return openRedisKeyValue(address, `ai-agent:${options.prefix}:`, options.log)
}
