/** The name most like `wanted`, when one is near enough to be what was meant (Damerau-Levenshtein, without case). */
export function closest(wanted: string, names: readonly string[]): string | undefined {
  const bare = wanted.split('.').at(-1)?.toLowerCase() ?? ''
  const most = Math.floor(bare.length / 3)
  let best: string | undefined
  let bestDistance = most + 1
  for (const name of names) {
    if (Math.abs(name.length - bare.length) >= bestDistance) continue
    const distance = editDistance(bare, name.toLowerCase())
    if (distance >= bestDistance) continue
    best = name
    bestDistance = distance
  }
  return best
}

function editDistance(one: string, other: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const same = one[i - 1] === other[j - 1]
      let least = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1))
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1])
        least = Math.min(least, (beforeLast[j - 2] ?? 0) + 1)
      row.push(least)
    }
    beforeLast = last
    last = row
  }
  return last[other.length] ?? 0
}
