import snowball from 'snowball-stemmers'

const functionWords = new Set(
  (
    'a an and are as at be been but by did do does for from had has have he her his how i if in into is it its of on or ' +
    'she that the their them there these they this to was we were what when where which who whom whose why will with you'
  ).split(' '),
)

/**
 * A plain BM25 (k1 1.2, b .75, Porter's stems) over texts; gives for a query the indices of all texts, best first.
 * Each text's score gains `neighbours` times the scores of the one before and the one after.
 */
export function rankByWords(texts: string[], neighbours = 0): (query: string) => number[] {
  const stemmer = snowball.newStemmer('english')
  const wordsOf = (text: string): string[] =>
    (
      text
        .normalize('NFKC')
        .toLowerCase()
        .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
    )
      .filter((word) => !functionWords.has(word))
      .map((word) => stemmer.stem(word))
  const postings = new Map<string, Map<number, number>>()
  const lengths = texts.map((text, index) => {
    const words = wordsOf(text)
    for (const word of words) {
      const posting = postings.get(word) ?? new Map<number, number>()
      posting.set(index, (posting.get(index) ?? 0) + 1)
      postings.set(word, posting)
    }
    return words.length
  })
  const average = lengths.reduce((sum, length) => sum + length, 0) / texts.length
  return (query) => {
    const scores = new Float64Array(texts.length)
    for (const word of new Set(wordsOf(query))) {
      const posting = postings.get(word)
      if (!posting) continue
      const rarity = Math.log(1 + (texts.length - posting.size + 0.5) / (posting.size + 0.5))
      for (const [index, count] of posting) {
        const length = lengths[index] ?? 0
        const score = (rarity * count * 2.2) / (count + 1.2 * (0.25 + (0.75 * length) / average))
        scores[index] = (scores[index] ?? 0) + score
      }
    }
    const smoothed = scores.map(
      (score, index) => score + neighbours * ((scores[index - 1] ?? 0) + (scores[index + 1] ?? 0)),
    )
    return [...texts.keys()].sort((one, other) => (smoothed[other] ?? 0) - (smoothed[one] ?? 0))
  }
}
