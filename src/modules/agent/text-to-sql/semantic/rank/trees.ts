/** Boosted regression trees (Friedman 2001) laid out flat: a node sends a vector left when its feature is at most the threshold. */
export interface Forest {
  /** First node of each tree. */
  roots: number[]
  /** Feature of each node; -1 for a leaf. */
  feature: number[]
  /** Threshold of each node, or the value of a leaf. */
  value: number[]
  /** Left child; the right one is next to it. */
  left: number[]
}

/** The sum of the trees' leaves for a vector. */
export function scoreForest(forest: Forest, vector: ArrayLike<number>): number {
  let sum = 0
  for (const root of forest.roots) {
    let node = root
    for (;;) {
      const feature = forest.feature[node] ?? -1
      if (feature < 0) break
      node = (forest.left[node] ?? 0) + ((vector[feature] ?? 0) <= (forest.value[node] ?? 0) ? 0 : 1)
    }
    sum += forest.value[node] ?? 0
  }
  return sum
}
