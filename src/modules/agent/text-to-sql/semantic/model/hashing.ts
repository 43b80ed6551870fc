/** Features are strings hashed to this many bits (feature hashing, Weinberger et al. 2009). */
export const hashBits = 18
const mask = (1 << hashBits) - 1

/** FNV-1a of a feature's name, cut to `hashBits`. */
export function hashFeature(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash ^ (hash >>> 15)) & mask
}
