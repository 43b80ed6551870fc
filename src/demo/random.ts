/** A stream of chances that is the same for the same seed, on every machine. */
export interface Random {
  /** A number from 0 up to, not including, 1. */
  next(): number
  /** A whole number from `low` to `high`, both included. */
  integer(low: number, high: number): number
  /** True with the given probability. */
  chance(probability: number): boolean
  /** One of the items, all equally likely. Throws `RangeError` when there are none. */
  pick<Item>(items: readonly Item[]): Item
}

/** Mixes a text into 32 bits (FNV-1a with a final avalanche of MurmurHash3). */
function hash(text: string, seed: number): number {
  let bits = seed ^ 0x811c9dc5
  for (const character of text) bits = Math.imul(bits ^ (character.codePointAt(0) ?? 0), 0x01000193)
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

/** A stream of its own for each seed (sfc32 of PractRand), so that one step of the generator never disturbs another. */
export function createRandom(seed: string): Random {
  let [a, b, c, counter] = [hash(seed, 1), hash(seed, 2), hash(seed, 3), 1]
  function bits(): number {
    const sum = (a + b + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return sum >>> 0
  }
  for (let round = 0; round < 12; round += 1) bits()
  const next = () => bits() / 4_294_967_296
  return {
    next,
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: (items) => itemAt(items, Math.floor(next() * items.length)),
  }
}

/** The item at an index that is known to be there. Throws `RangeError` when it is not. */
export function itemAt<Item>(items: readonly Item[], index: number): Item {
  const item = items[index]
  if (item === undefined) throw new RangeError(`There is no item ${index} among ${items.length}.`)
  return item
}

/** Draws items in proportion to their weights. */
export function createWheel<Item>(
  items: readonly Item[],
  weightOf: (item: Item, index: number) => number,
): (random: Random) => Item {
  let total = 0
  const bounds = items.map((item, index) => (total += weightOf(item, index)))
  return (random) => {
    const point = random.next() * total
    let [low, high] = [0, bounds.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((bounds[middle] ?? total) > point) high = middle
      else low = middle + 1
    }
    return itemAt(items, low)
  }
}

/** The items in another order (Fisher and Yates). */
export function shuffled<Item>(items: readonly Item[], random: Random): Item[] {
  const result = [...items]
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = random.integer(0, last)
    const moved = itemAt(result, other)
    result[other] = itemAt(result, last)
    result[last] = moved
  }
  return result
}
