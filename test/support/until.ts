import { setTimeout as pause } from 'node:timers/promises'

/** Asks again and again until it is so. Throws when it is not within `deadline` milliseconds. */
export const until = async (holds: () => boolean | Promise<boolean>, deadline = 5_000): Promise<void> => {
  const end = performance.now() + deadline
  while (!(await holds())) {
    if (performance.now() > end) throw new Error(`did not come true within ${deadline} ms: ${holds.toString()}`)
    await pause(5)
  }
}
