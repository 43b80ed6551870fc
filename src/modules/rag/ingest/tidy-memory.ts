import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const growthBytes = 32 * 1_048_576
const enoughBytes = 320 * 1_048_576
const leastBetween = 1_000

let collect: (() => void) | undefined
let held = 0
let collected = -Infinity

const collector = (): (() => void) => {
  setFlagsFromString('--expose-gc')
  const found: unknown = runInNewContext('gc')
  return typeof found === 'function' ? () => void Reflect.apply(found, undefined, []) : () => undefined
}

const inUse = (): number => {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/**
 * Gives back what was used, when this process holds much and uses more than when it last did. Where memory abounds V8 lets garbage
 * grow for long; whoever ingests a gigabyte beside other services should not see it.
 */
export const tidyMemory = (): void => {
  const now = performance.now()
  if (now - collected < leastBetween || process.memoryUsage.rss() < enoughBytes) return
  if (inUse() < held + growthBytes) return
  collect ??= collector()
  collect()
  collected = performance.now()
  held = inUse()
}
