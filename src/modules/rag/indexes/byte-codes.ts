/** The largest code of a number of a vector, in a signed byte, and of the question, in 16 bits. */
const most8 = 127
const most16 = 32_767
const most32 = 2 ** 31 - 1

const lengthOf = (numbers: Float32Array): number => {
  let squares = 0
  for (const number of numbers) squares += number * number
  return Math.sqrt(squares)
}

/** What codes stand for: each times `scale`, off by a vector of the length `error` at most. */
export interface Coding {
  scale: number
  error: number
}

/** Writes the codes and says how far they are off; the error is rounded up. */
const code = (vector: Float32Array, perUnit: number, codes: Int8Array | Int16Array): Coding => {
  const scale = perUnit > 0 ? 1 / perUnit : 0
  let squares = 0
  vector.forEach((number, i) => {
    const rounded = Math.round(number * perUnit)
    codes[i] = rounded
    squares += (number - rounded * scale) ** 2
  })
  return { scale, error: Math.sqrt(squares) * (1 + 1e-6) }
}

const largest = (vector: Float32Array): number =>
  vector.reduce((most, number) => Math.max(most, Math.abs(number)), 0) || 1

/** Codes a vector in bytes. */
export const codeVector = (vector: Float32Array, codes: Int8Array): Coding =>
  code(vector, most8 / largest(vector), codes)

/**
 * Codes a question in 16 bits, in fewer where the dot product with any vector of byte codes might not fit into 32: it is at
 * most the product of the lengths (Cauchy-Schwarz).
 */
export const codeQuestion = (question: Float32Array, codes: Int16Array): Coding => {
  const longestVector = most8 * Math.sqrt(question.length)
  // Rounding makes the codes longer by at most half a unit each.
  const longest = most32 / longestVector - Math.sqrt(question.length)
  const perUnit = Math.min(most16 / largest(question), longest / (lengthOf(question) || 1))
  return code(question, perUnit, codes)
}
