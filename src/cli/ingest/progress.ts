import { SingleBar } from 'cli-progress'
import { say } from '../output.ts'

const leastBetweenLines = 10_000

/** Shows how many of some files are done: as a bar on a terminal, else a line now and then. */
export const createProgress = (total: number): { update: (finished: number) => void; stop: () => void } => {
  if (process.stderr.isTTY) {
    const bar = new SingleBar({
      format: 'ingesting {bar} {value}/{total} files, {eta_formatted} left',
      stream: process.stderr,
    })
    bar.start(total, 0)
    return { update: (finished) => bar.update(finished), stop: () => bar.stop() }
  }
  let told = performance.now()
  return {
    update: (finished) => {
      if (performance.now() - told < leastBetweenLines) return
      told = performance.now()
      say(`${finished} of ${total} files`)
    },
    stop: () => undefined,
  }
}
