import type { Clock } from '../clock.ts'
import { AppError } from '../errors.ts'
import type { Log } from '../log.ts'

/** What a look at one instance of a service found. */
export interface InstanceHealth {
  url: string
  healthy: boolean
  /** How long its answer took; null when there was none. */
  latencyMs: number | null
}

/** The instances of a service that lives elsewhere, and which of them are well. */
export interface Upstream {
  /** The base URL for the next request: round robin over those that are well. Throws `unavailable` when none is. */
  pick(): string
  /** Hears how a request ended. Several failures in a row leave the instance out until a trial or a probe succeeds. */
  report(url: string, healthy: boolean): void
  /** Asks every instance how it is; those who ask meanwhile share the answer. Never throws. */
  probe(): Promise<InstanceHealth[]>
  close(): void
}

interface Instance {
  url: string
  failures: number
  /** When a trial may be made; 0 while it is well. */
  closedUntil: number
  /** A request is out to see whether it is well again. */
  trial: boolean
  pause: number
}

const failuresToLeaveOut = 3
const firstPause = 1_000
const longestPause = 30_000
const probeTimeout = 2_000

/** One instance's breaker: closed, open for a growing pause, then half open for a single trial. */
const createBreaker = (clock: Clock, log: Log) => {
  const succeed = (instance: Instance) => {
    if (instance.closedUntil > 0) log.info('an instance is well again', { url: instance.url })
    Object.assign(instance, { failures: 0, closedUntil: 0, trial: false, pause: firstPause })
  }
  const fail = (instance: Instance) => {
    instance.failures += 1
    const open = instance.closedUntil > 0
    // Requests that were under way when it failed say nothing new.
    if (open && !instance.trial) return
    if (!open && instance.failures < failuresToLeaveOut) return
    if (!open) log.warn('an instance does not answer and is left out', { url: instance.url })
    instance.pause = open ? Math.min(instance.pause * 2, longestPause) : firstPause
    instance.trial = false
    instance.closedUntil = clock.now() + instance.pause
  }
  return { succeed, fail }
}

const ask = async (url: string, signal: AbortSignal): Promise<InstanceHealth> => {
  const started = performance.now()
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(probeTimeout)]) })
    await response.arrayBuffer()
    return { url, healthy: response.ok, latencyMs: Math.round((performance.now() - started) * 10) / 10 }
  } catch {
    return { url, healthy: false, latencyMs: null }
  }
}

/**
 * Watches the instances at `urls`: passively by what requests report, actively by `probePath` every `probeEvery`
 * milliseconds from the first use on, which keeps no process alive.
 */
export const createUpstream = (
  urls: string[],
  options: { clock: Clock; log: Log; probePath?: string; probeEvery?: number },
): Upstream => {
  const { clock, log, probePath = '/health', probeEvery = 5_000 } = options
  const instances = urls.map((url) => ({ url, failures: 0, closedUntil: 0, trial: false, pause: firstPause }))
  const { succeed, fail } = createBreaker(clock, log)
  const leaving = new AbortController()
  let turn = 0
  let watch: NodeJS.Timeout | undefined
  let probing: Promise<InstanceHealth[]> | undefined

  const probeAll = async (): Promise<InstanceHealth[]> => {
    const look = async (instance: Instance): Promise<InstanceHealth> => {
      const health = await ask(instance.url + probePath, leaving.signal)
      if (health.healthy) succeed(instance)
      else if (!leaving.signal.aborted) fail(instance)
      return { ...health, url: instance.url }
    }
    const found = await Promise.all(instances.map(look))
    probing = undefined
    return found
  }
  const probe = () => (probing ??= probeAll())
  const beginToWatch = () => {
    if (!leaving.signal.aborted) watch ??= setInterval(() => void probe(), probeEvery).unref()
  }

  const next = (fits: (instance: Instance) => boolean): Instance | undefined => {
    const inTurn = instances.map((_, offset) => instances[(turn + offset) % instances.length])
    const found = inTurn.find((instance) => instance !== undefined && fits(instance))
    if (found) turn = (instances.indexOf(found) + 1) % instances.length
    return found
  }

  return {
    pick: () => {
      beginToWatch()
      const now = clock.now()
      const well = next(({ closedUntil }) => closedUntil === 0)
      if (well) return well.url
      const tried = next(({ closedUntil }) => closedUntil <= now)
      if (!tried) {
        const soonest = Math.min(...instances.map(({ closedUntil }) => closedUntil))
        throw new AppError('unavailable', 'A service that this needs is down; try again shortly.', {
          reason: 'circuit_open',
          retryAfter: Math.max(1, Math.ceil((soonest - now) / 1_000)),
        })
      }
      // Until the trial has ended, the others wait as long as it would be left out after a failure.
      tried.trial = true
      tried.closedUntil = now + tried.pause
      return tried.url
    },
    report: (url, healthy) => {
      const instance = instances.find((one) => one.url === url)
      if (instance) (healthy ? succeed : fail)(instance)
    },
    probe: () => {
      beginToWatch()
      return probe()
    },
    close: () => {
      clearInterval(watch)
      leaving.abort()
    },
  }
}
