/** How long, and for whom, a statement waits. */
export interface Patience {
  milliseconds: number
  signal?: AbortSignal | undefined
}

/** No place became free in time, or the caller left. */
export class Waited extends Error {
  readonly why: 'busy' | 'cancelled'

  constructor(why: 'busy' | 'cancelled') {
    super(why)
    this.why = why
  }
}

/** So many statements at a time. `enter` waits its turn and answers what ends it; throws `Waited`. */
export interface Places {
  enter(patience: Patience): Promise<() => void>
}

/** First come, first served. */
export function createPlaces(count: number): Places {
  const queue: (() => void)[] = []
  let free = count

  function leave() {
    const next = queue.shift()
    if (next === undefined) free++
    else next()
  }

  return {
    async enter({ milliseconds, signal }) {
      if (signal?.aborted) throw new Waited('cancelled')
      if (free > 0) free--
      else await turn(queue, milliseconds, signal)
      return leave
    },
  }
}

function turn(queue: (() => void)[], milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const give = () => {
      stop()
      resolve()
    }
    const giveUp = (why: Waited['why']) => {
      stop()
      queue.splice(queue.indexOf(give), 1)
      reject(new Waited(why))
    }
    const timer = setTimeout(() => giveUp('busy'), milliseconds)
    const cancel = () => giveUp('cancelled')
    signal?.addEventListener('abort', cancel, { once: true })
    const stop = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', cancel)
    }
    queue.push(give)
  })
}
