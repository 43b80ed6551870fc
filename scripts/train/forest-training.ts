import type { Forest } from '../../src/modules/agent/text-to-sql/semantic/rank/trees.ts'

/** Candidates of one question: rows [from, to) of the matrix. */
export interface Group {
  from: number
  to: number
}

/** Candidates of all questions; `right` marks those whose result is the gold one. */
export interface RankingData {
  width: number
  rows: Float32Array
  right: Uint8Array
  groups: Group[]
}

export interface ForestSettings {
  trees: number
  depth: number
  rate: number
  leastHessian: number
  l2: number
  seed: number
  /** Share of the features each tree looks at. */
  columns: number
  /** Share of the questions each tree learns from. */
  sample: number
}

const bins = 48
const nothing = new Uint8Array()

/**
 * Trains boosted trees on the log-likelihood of picking any right candidate (a softmax within each question, marginal
 * over the right ones), by histograms, level by level. Groups without a right candidate teach nothing.
 */
export function trainForest(
  data: RankingData,
  settings: ForestSettings,
  progress: (tree: number, loss: number) => void = () => undefined,
): Forest {
  const { width } = data
  const usable = data.groups.filter((group) => {
    let right = 0
    for (let at = group.from; at < group.to; at += 1) right += data.right[at] ?? 0
    return right > 0 && right < group.to - group.from
  })
  const count = data.right.length
  const cuts = Array.from({ length: width }, (_, feature) => cutPoints(data, feature))
  const binned = Array.from({ length: width }, (_, feature) => {
    const column = new Uint8Array(count)
    const own = cuts[feature] ?? []
    for (let row = 0; row < count; row += 1) column[row] = binOf(own, data.rows[row * width + feature] ?? 0)
    return column
  })
  const scores = new Float64Array(count)
  const gradient = new Float64Array(count)
  const hessian = new Float64Array(count)
  const forest: Forest = { roots: [], feature: [], value: [], left: [] }
  let state = settings.seed >>> 0
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
  for (let tree = 0; tree < settings.trees; tree += 1) {
    const loss = gradients(usable, data.right, scores, gradient, hessian)
    if (tree % 50 === 0) progress(tree, loss)
    const features = Array.from({ length: width }, (_, index) => index).filter(
      (index) => (cuts[index]?.length ?? 0) > 0 && random() < settings.columns,
    )
    const rows = rowsOf(usable.filter(() => random() < settings.sample))
    growTree(forest, { binned, cuts, rows, gradient, hessian, features, settings })
    addTree(forest, binned, cuts, usable, scores)
  }
  return forest
}

function rowsOf(groups: Group[]): Int32Array {
  const rows = new Int32Array(groups.reduce((sum, group) => sum + group.to - group.from, 0))
  let at = 0
  for (const group of groups) for (let row = group.from; row < group.to; row += 1) rows[at++] = row
  return rows
}

/** Adds what the last tree says to the scores of all rows. */
function addTree(forest: Forest, binned: Uint8Array[], cuts: number[][], groups: Group[], scores: Float64Array): void {
  const root = forest.roots.at(-1) ?? 0
  const place = forest.feature.map((feature, node) =>
    node < root || feature < 0 ? 0 : binOf(cuts[feature] ?? [], forest.value[node] ?? 0),
  )
  for (const { from, to } of groups) {
    for (let row = from; row < to; row += 1) {
      let node = root
      for (let feature = forest.feature[node] ?? 0; feature >= 0; feature = forest.feature[node] ?? 0) {
        node = (forest.left[node] ?? 0) + (((binned[feature] ?? nothing)[row] ?? 0) <= (place[node] ?? 0) ? 0 : 1)
      }
      scores[row] = (scores[row] ?? 0) + (forest.value[node] ?? 0)
    }
  }
}

function gradients(
  groups: Group[],
  right: Uint8Array,
  scores: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
): number {
  let loss = 0
  for (const { from, to } of groups) {
    let highest = -Infinity
    for (let row = from; row < to; row += 1) highest = Math.max(highest, scores[row] ?? 0)
    let total = 0
    let good = 0
    for (let row = from; row < to; row += 1) {
      const each = Math.exp((scores[row] ?? 0) - highest)
      total += each
      if (right[row]) good += each
    }
    loss -= Math.log(good / total)
    for (let row = from; row < to; row += 1) {
      const each = Math.exp((scores[row] ?? 0) - highest)
      const probability = each / total
      gradient[row] = probability - (right[row] ? each / good : 0)
      hessian[row] = Math.max(1e-6, probability * (1 - probability))
    }
  }
  return loss / groups.length
}

function cutPoints(data: RankingData, feature: number): number[] {
  const count = data.right.length
  const step = Math.max(1, Math.floor(count / 60_000))
  const sample: number[] = []
  for (let row = 0; row < count; row += step) sample.push(data.rows[row * data.width + feature] ?? 0)
  const sorted = Float64Array.from(sample).sort()
  const cuts: number[] = []
  const distinct = [...new Set(sorted)]
  if (distinct.length <= bins) {
    for (let at = 0; at + 1 < distinct.length; at += 1) cuts.push(((distinct[at] ?? 0) + (distinct[at + 1] ?? 0)) / 2)
    return cuts
  }
  for (let bin = 1; bin < bins; bin += 1) {
    const value = sorted[Math.floor((bin * sorted.length) / bins)] ?? 0
    if (cuts.length === 0 || value > (cuts.at(-1) ?? 0)) cuts.push(value)
  }
  return cuts
}

function binOf(cuts: number[], value: number): number {
  let low = 0
  let high = cuts.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (value <= (cuts[middle] ?? 0)) high = middle
    else low = middle + 1
  }
  return low
}

interface Growing {
  binned: Uint8Array[]
  cuts: number[][]
  rows: Int32Array
  gradient: Float64Array
  hessian: Float64Array
  features: number[]
  settings: ForestSettings
}

interface Leaf {
  node: number
  from: number
  to: number
  g: number
  h: number
  /** Sums of gradient and hessian by feature and bin, one after the other. */
  histogram: Float64Array
}

function growTree(forest: Forest, growing: Growing): void {
  const { rows, settings } = growing
  const push = (): number => {
    forest.feature.push(-1)
    forest.value.push(0)
    forest.left.push(0)
    return forest.feature.length - 1
  }
  const root = push()
  forest.roots.push(root)
  let level: Leaf[] = [leafOf(growing, root, 0, rows.length, histogramOf(growing, 0, rows.length))]
  for (let depth = 0; depth < settings.depth && level.length > 0; depth += 1) {
    const next: Leaf[] = []
    for (const leaf of level) {
      const split = bestSplit(growing, leaf)
      if (split === undefined) {
        close(forest, growing, leaf)
        continue
      }
      const middle = partition(rows, leaf.from, leaf.to, growing.binned[split.feature] ?? new Uint8Array(), split.bin)
      const left = push()
      const right = push()
      forest.feature[leaf.node] = split.feature
      forest.value[leaf.node] = growing.cuts[split.feature]?.[split.bin] ?? 0
      forest.left[leaf.node] = left
      const leftSmaller = middle - leaf.from < leaf.to - middle
      const smaller = leftSmaller ? histogramOf(growing, leaf.from, middle) : histogramOf(growing, middle, leaf.to)
      const larger = leaf.histogram
      for (let at = 0; at < larger.length; at += 1) larger[at] = (larger[at] ?? 0) - (smaller[at] ?? 0)
      next.push(
        leafOf(growing, left, leaf.from, middle, leftSmaller ? smaller : larger),
        leafOf(growing, right, middle, leaf.to, leftSmaller ? larger : smaller),
      )
    }
    level = next
  }
  for (const leaf of level) close(forest, growing, leaf)
}

function leafOf(
  { rows, gradient, hessian }: Growing,
  node: number,
  from: number,
  to: number,
  histogram: Float64Array,
): Leaf {
  let g = 0
  let h = 0
  for (let at = from; at < to; at += 1) {
    const row = rows[at] ?? 0
    g += gradient[row] ?? 0
    h += hessian[row] ?? 0
  }
  return { node, from, to, g, h, histogram }
}

const span = 2 * (bins + 1)

function histogramOf({ binned, rows, gradient, hessian, features }: Growing, from: number, to: number): Float64Array {
  const histogram = new Float64Array(binned.length * span)
  for (const feature of features) {
    const column = binned[feature] ?? nothing
    const base = feature * span
    for (let at = from; at < to; at += 1) {
      const row = rows[at] ?? 0
      const place = base + 2 * (column[row] ?? 0)
      histogram[place] = (histogram[place] ?? 0) + (gradient[row] ?? 0)
      histogram[place + 1] = (histogram[place + 1] ?? 0) + (hessian[row] ?? 0)
    }
  }
  return histogram
}

function close(forest: Forest, { settings }: Growing, leaf: Leaf): void {
  forest.value[leaf.node] = Number(((-settings.rate * leaf.g) / (leaf.h + settings.l2)).toPrecision(4))
}

function bestSplit({ cuts, features, settings }: Growing, leaf: Leaf): { feature: number; bin: number } | undefined {
  let best: { feature: number; bin: number } | undefined
  let bestGain = 1e-3
  const parent = (leaf.g * leaf.g) / (leaf.h + settings.l2)
  for (const feature of features) {
    const count = cuts[feature]?.length ?? 0
    let g = 0
    let h = 0
    for (let bin = 0; bin < count; bin += 1) {
      const place = feature * span + 2 * bin
      g += leaf.histogram[place] ?? 0
      h += leaf.histogram[place + 1] ?? 0
      const rest = leaf.h - h
      if (h < settings.leastHessian || rest < settings.leastHessian) continue
      const other = leaf.g - g
      const gain = (g * g) / (h + settings.l2) + (other * other) / (rest + settings.l2) - parent
      if (gain > bestGain) {
        bestGain = gain
        best = { feature, bin }
      }
    }
  }
  return best
}

function partition(rows: Int32Array, from: number, to: number, column: Uint8Array, bin: number): number {
  let low = from
  let high = to - 1
  while (low <= high) {
    const row = rows[low] ?? 0
    if ((column[row] ?? 0) <= bin) low += 1
    else {
      rows[low] = rows[high] ?? 0
      rows[high] = row
      high -= 1
    }
  }
  return low
}
