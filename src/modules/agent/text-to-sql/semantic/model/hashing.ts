/** Features are strings hashed to this many bits (feature hashing, Weinberger et al. 2009). */
export const hashBits = 18
const mask = (1 << hashBits) - 1

/** FNV-1a of a feature's name, cut to `hashBits`. */
export function hashFeature(text: string): number {
  const hash = hashText(text)
  return (hash ^ (hash >>> 15)) & mask
}

/** FNV-1a in 32 bits. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}

/** One hash of two, in this order; all bits take part (the multipliers are those of xxHash and MurmurHash). */
export function joinHashes(one: number, other: number): number {
  let hash = Math.imul(one ^ Math.imul(other, 0x9e3779b1), 0x85ebca6b)
  hash ^= hash >>> 13
  hash = Math.imul(hash, 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
