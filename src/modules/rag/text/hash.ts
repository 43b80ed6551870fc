/** A 32-bit hash of a string's UTF-16 units (FNV-1a, its bits mixed once more). Kept on disk: it must never change. */
export const hash32 = (text: string): number => {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return mix(hash)
}

/** One hash of two, in their order. */
export const hashPair = (first: number, second: number): number =>
  mix(Math.imul(first, 0x9e3779b1) ^ (second + 0x7f4a7c15))

/** The 16 bits that stand for a hash where space is dear and a rare mistake is cheap. */
export const short = (hash: number): number => (hash ^ (hash >>> 16)) & 0xffff

const mix = (hash: number): number => {
  let mixed = hash ^ (hash >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  return mixed >>> 0
}
