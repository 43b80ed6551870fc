import type { FoundPassage } from '../retrieve/search.ts'

/** A sentence of a passage that answers, with where it stands in its document. */
export interface Quote {
  passage: FoundPassage
  text: string
  start: number
  end: number
}

const sentence = /[^.!?。！？\n]+(?:[.!?。！？]+["'”’»)]*|\n|$)/gu
const leastCoverage = 0.5
const mostQuotes = 3

const hits = (from: number, to: number, { highlights }: FoundPassage): number =>
  highlights.filter(({ start, end }) => start >= from && end <= to).length

/** The sentences that hold most of the question's words; none where no passage holds enough of them. */
export const extractQuotes = (passages: readonly FoundPassage[]): Quote[] => {
  const best = passages[0]
  if (!best || best.coverage < leastCoverage) return []
  const quotes = passages
    .filter(({ coverage }) => coverage >= leastCoverage)
    .flatMap((passage) =>
      Array.from(passage.content.matchAll(sentence), (match) => {
        const text = match[0].trim()
        const at = match.index + match[0].indexOf(text)
        const weight = hits(at, at + text.length, passage) * passage.coverage
        return { quote: { passage, text, start: passage.start + at, end: passage.start + at + text.length }, weight }
      }),
    )
    .filter(({ quote, weight }) => weight > 0 && quote.text !== '')
    .sort((a, b) => b.weight - a.weight)
  const most = quotes[0]?.weight ?? 0
  return quotes
    .filter(({ weight }) => weight >= most * 0.7)
    .slice(0, mostQuotes)
    .map(({ quote }) => quote)
}
