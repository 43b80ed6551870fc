import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

const growthBytes = 32 * 1_048_576
const enoughBytes = 200 * 1_048_576
const leastBetween = 1_000

let collect: (() => void) | undefined
let held = 0
let collected = -Infinity

const collector = (): (() => void) => {
  setFlagsFromString('--expose-gc')
  const found: unknown = runInNewContext('gc')
  return typeof found === 'function' ? () => void Reflect.apply(found, undefined, []) : () => undefined
}

/**
 * Gives back what was used, when this process holds much and more than when it last did. Where memory abounds V8 lets garbage
 * grow for long; whoever ingests a gigabyte beside other services should not see it.
 */
export const tidyMemory = (): void => {
  const now = performance.now()
  const resident = process.memoryUsage.rss()
  if (resident < enoughBytes || resident < held + growthBytes || now - collected < leastBetween) return
  collect ??= collector()
  collect()
  collected = performance.now()
  held = process.memoryUsage.rss()
}
