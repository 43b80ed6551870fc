import { z } from 'zod'
import { citationOf, type Citation } from '../retrieve/answer.ts'
import type { FoundPassage } from '../retrieve/search.ts'

const replied = z.object({
  answered: z.boolean(),
  sentences: z.array(
    z.object({
      text: z.string(),
      citations: z.array(z.object({ passage: z.int(), quote: z.string() })).default([]),
    }),
  ),
})

/** What is left of a model's answer when it has been held against the passages. */
export interface CheckedAnswer {
  /** Its sentences with their markers; empty when none is proven. */
  response: string
  citations: Citation[]
  /** The model says that the passages do not hold the answer. */
  declined: boolean
  /** Sentences that no passage proves; they are left out. */
  unproven: number
}

const fewestCharacters = 3
const mostCharacters = 1_000

/** Where a passage says just these words, whatever its line breaks and capitals; undefined where it does not. */
export const findQuote = (content: string, quote: string): { start: number; end: number } | undefined => {
  const words = quote.trim().split(/\s+/u)
  const length = words.join(' ').length
  if (length < fewestCharacters || length > mostCharacters) return undefined
  const pattern = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/gu, String.raw`\$&`)).join(String.raw`\s+`)
  const match = new RegExp(pattern, 'iu').exec(content)
  return match ? { start: match.index, end: match.index + match[0].length } : undefined
}

/** Links and images could carry what was read elsewhere; the sources are named by the citations. */
const withoutLinks = (text: string): string =>
  text
    .replace(/!\[[^\]]*\]\([^)]*\)/gu, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/gu, '$1')
    .replace(/<[^>]*>/gu, '')
    .replace(/\b(?:https?|ftp|data|javascript):\S+/giu, '')
    .replace(/\[\d+\]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()

const numbersOf = (text: string): string[] =>
  (text.match(/\d[\d.,]*/gu) ?? []).map((number) => number.replace(/[.,]+$/u, '').replaceAll(',', ''))

/** A number that a sentence states must stand in what it cites. */
const numbersHold = (text: string, evidence: readonly string[]): boolean => {
  const known = new Set(evidence.flatMap(numbersOf))
  return numbersOf(text).every((number) => known.has(number))
}

const parseReply = (text: string): z.infer<typeof replied> | undefined => {
  const start = text.indexOf('{')
  const end = text.lastIndexOf('}')
  if (start < 0 || end < start) return undefined
  try {
    return replied.safeParse(JSON.parse(text.slice(start, end + 1))).data
  } catch {
    return undefined
  }
}

/** Holds a model's answer against the passages it was shown. Undefined when it did not answer in the form that was asked for. */
export const checkReply = (text: string, passages: readonly FoundPassage[]): CheckedAnswer | undefined => {
  const reply = parseReply(text)
  if (!reply) return undefined
  const citations = new Map<string, Citation>()
  const sentences: string[] = []
  let unproven = 0
  const cite = (number: number, quote: string): Citation | undefined => {
    const passage = passages[number - 1]
    const span = passage && findQuote(passage.chunk.content, quote)
    if (!passage || !span) return undefined
    const { chunk } = passage
    const key = `${chunk.chunkId} ${span.start} ${span.end}`
    const known = citations.get(key)
    if (known) return known
    const place = { start: chunk.start + span.start, end: chunk.start + span.end }
    const made = citationOf(passage, `[${citations.size + 1}]`, {
      ...place,
      quote: chunk.content.slice(span.start, span.end),
    })
    citations.set(key, made)
    return made
  }
  for (const sentence of reply.sentences) {
    const said = withoutLinks(sentence.text)
    if (said === '') continue
    const before = new Set(citations.keys())
    const proofs = sentence.citations.flatMap(({ passage, quote }) => cite(passage, quote) ?? [])
    const contexts = sentence.citations.flatMap(({ passage }) => passages[passage - 1]?.chunk.content ?? [])
    if (proofs.length === 0 || !numbersHold(said, contexts)) {
      unproven += 1
      for (const key of citations.keys()) if (!before.has(key)) citations.delete(key)
      continue
    }
    sentences.push(`${said} ${[...new Set(proofs.map(({ marker }) => marker))].join(' ')}`)
  }
  return { response: sentences.join(' '), citations: [...citations.values()], declined: !reply.answered, unproven }
}
