/** A share of something bounded, such as memory, taken and given back. */
export interface Allowance {
  /** Waits until so much is free (all of it, when more is asked for than there is); call what it resolves with to give it back. */
  take(amount: number): Promise<() => void>
}

/** An allowance of so much in all; first come, first served. */
export const createAllowance = (total: number): Allowance => {
  let free = total
  const waiting: { amount: number; go: () => void }[] = []
  const serve = (): void => {
    for (let first = waiting[0]; first && first.amount <= free; first = waiting[0]) {
      waiting.shift()
      free -= first.amount
      first.go()
    }
  }
  return {
    take: (asked) =>
      new Promise((resolve) => {
        const amount = Math.min(asked, total)
        let given = true
        const giveBack = (): void => {
          if (!given) return
          given = false
          free += amount
          serve()
        }
        waiting.push({ amount, go: () => resolve(giveBack) })
        serve()
      }),
  }
}
