const fewest = /(?<!at )\b(?:lowest|least|smallest|fewest|cheapest)\b/i
const most = /(?<!at )\b(?:highest|largest|biggest|greatest|most)\b/i
/** Of ranks, the highest may be the first; what is said twice over is not plain. */
const unclear = /\brank|\border(?:ed)? by\b|\bsort|\bascending\b|\bdescending\b/i

/** Which end of a list the words ask for, when they name one end alone: "the three lowest", "the most orders". */
export function superlativeDirection(text: string): 'ascending' | 'descending' | undefined {
  if (unclear.test(text) || fewest.test(text) === most.test(text)) return undefined
  return fewest.test(text) ? 'ascending' : 'descending'
}
