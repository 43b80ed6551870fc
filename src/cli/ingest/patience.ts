import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '../../platform/errors.ts'
import { say } from '../output.ts'

const mostTries = 6
const longestPause = 30

const isPassing = ({ code }: AppError): boolean =>
  code === 'unavailable' || code === 'timeout' || code === 'bad_gateway'

/**
 * Does something that may safely be done twice, waiting as long as a server asks to when it takes no more just now, and for
 * about a minute when it cannot be reached.
 */
export const withPatience = async <T>(signal: AbortSignal, run: () => Promise<T>): Promise<T> => {
  for (let tries = 1; ;) {
    try {
      return await run()
    } catch (error) {
      if (signal.aborted || !(error instanceof AppError)) throw error
      const { retryAfter = 1 } = error.details
      if (error.code === 'too_many') {
        say(`The server takes no more just now; going on in ${retryAfter} s.`)
        await pause(retryAfter * 1_000, undefined, { signal })
        continue
      }
      if (!isPassing(error) || tries >= mostTries) throw error
      const seconds = Math.min(longestPause, Math.max(retryAfter, 2 ** tries))
      say(`${error.message} (Trying again in ${seconds} s.)`)
      await pause(seconds * 1_000, undefined, { signal })
      tries += 1
    }
  }
}
