import { readSignature, type Signature, type SignatureReader } from '../text/signature.ts'
import type { Found } from './fuse.ts'

/** Two passages with so great a share of letter sequences in common say the same. */
const alike = 0.92
/** Near-duplicates score alike whatever the question, so that only neighbours in rank need comparing. */
const scoreTolerance = 0.08

const similarity = (a: readonly number[], b: ReadonlySet<number>): number => {
  let common = 0
  for (const gram of a) if (b.has(gram)) common++
  return common / (a.length + b.size - common || 1)
}

/** Leaves of passages that say nearly the same only the best, and says which were dropped for it. */
export const collapseDuplicates = (
  hits: readonly Found[],
  signatures: ReadonlyMap<number, Signature>,
  limit: number,
): Found[] => {
  const kept: { hit: Found; passage: SignatureReader; grams: Set<number> }[] = []
  for (const hit of hits) {
    if (kept.length === limit) break
    const signature = signatures.get(hit.key)
    if (!signature) continue
    const passage = readSignature(signature)
    const grams = passage.grams()
    const tolerance = scoreTolerance * Math.abs(hit.score)
    const repeats = kept.some(
      (other) =>
        other.hit.score - hit.score <= tolerance &&
        Math.abs(other.passage.words - passage.words) <= 0.1 * passage.words &&
        similarity(grams, other.grams) >= alike,
    )
    if (!repeats) kept.push({ hit, passage, grams: new Set(grams) })
  }
  return kept.map(({ hit }) => hit)
}
