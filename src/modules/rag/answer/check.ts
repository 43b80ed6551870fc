import { citationOf, type Citation } from '../retrieve/answer.ts'
import { asksForAddress } from '../retrieve/answer/asking.ts'
import { addressesIn, withoutForeignLinks } from '../retrieve/foreign-links.ts'
import type { FoundPassage } from '../retrieve/search.ts'
import { sentencesOf } from '../retrieve/sentences.ts'
import { languageOf } from '../text/language.ts'
import { findQuote, saysSomething } from './quote.ts'
import { readReply, type Claim, type Proof } from './reply.ts'
import { isIn, namesHold, numbersHold, supportOf, wordsHold } from './support.ts'

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

/** A stretch of a passage that proves something. */
interface Evidence {
  passage: FoundPassage
  start: number
  end: number
}

/** A quotation so long is looked for in other passages too, when the model has miscounted. */
const telling = 12

/** What a reader of a passage knows: its words, and the headings and heads of tables that they stand under. */
const contextOf = ({ chunk, document }: FoundPassage): string =>
  [document.title, ...chunk.headingPath, chunk.context ?? '', chunk.content].join('\n')

const quoteIn = (passage: FoundPassage | undefined, quote: string): Evidence | undefined => {
  const place = passage && saysSomething(quote, passage.document.language) && findQuote(passage.chunk.content, quote)
  return passage && place ? { passage, ...place } : undefined
}

/** Where the passages say what a proof claims: its quotation, or the sentence of the named passage that says the same. */
const evidenceOf = (
  { passage: number, quote }: Proof,
  sentence: string,
  passages: readonly FoundPassage[],
): Evidence | undefined => {
  const named = number === undefined ? undefined : passages[number - 1]
  if (quote === undefined || quote.trim() === '') {
    const place = named && supportOf(sentence, named.chunk.content, named.document.language)
    return named && place ? { passage: named, ...place } : undefined
  }
  const others = quote.length >= telling || number === undefined ? passages : []
  return [named, ...others].map((passage) => quoteIn(passage, quote)).find((found) => found !== undefined)
}

/** Whether nothing in a sentence goes beyond what it cites: no number, no name, and not all of its words. */
const isSupported = (
  sentence: string,
  evidence: readonly Evidence[],
  { passages, question }: { passages: readonly FoundPassage[]; question: string },
): boolean => {
  const contexts = evidence.map(({ passage }) => contextOf(passage))
  if (!numbersHold(sentence, contexts)) return false
  const language = evidence[0]?.passage.document.language ?? ''
  // A translation shares neither names nor words with what it translates.
  if (!isIn(sentence, language)) return true
  const known = [question, ...passages.map(contextOf)]
  return namesHold(sentence, known, language) && wordsHold(sentence, { evidence: contexts, question, language })
}

/** A claim of several sentences is several claims that rest on the same; an address that was asked for may be read in it. */
const apart = ({ text, proofs }: Claim, passages: readonly FoundPassage[], question: string): Claim[] => {
  const evidence = proofs.flatMap((proof) => evidenceOf(proof, text, passages) ?? [])
  const cited = evidence.map(({ passage }) => passage.document.source)
  const shown = asksForAddress(question) ? evidence.flatMap(({ passage }) => addressesIn(passage.chunk.content)) : []
  const said = withoutForeignLinks(text, new Set(cited), shown).replaceAll(/\s+/gu, ' ').trim()
  return sentencesOf(said, languageOf(said)).map(({ start, end }) => ({ text: said.slice(start, end), proofs }))
}

/** Holds a model's answer against the passages it was shown. Undefined when it did not answer in a form that can be checked. */
export const checkReply = (
  text: string,
  passages: readonly FoundPassage[],
  question: string,
): CheckedAnswer | undefined => {
  const reply = readReply(text, languageOf(question))
  if (!reply) return undefined
  const citations = new Map<string, Citation>()
  const cite = ({ passage, start, end }: Evidence): Citation => {
    const { chunk } = passage
    const key = `${chunk.chunkId} ${start} ${end}`
    const made =
      citations.get(key) ??
      citationOf(passage, `[${citations.size + 1}]`, {
        start: chunk.start + start,
        end: chunk.start + end,
        quote: chunk.content.slice(start, end),
      })
    citations.set(key, made)
    return made
  }
  const sentences: string[] = []
  let unproven = 0
  for (const { text: said, proofs } of reply.claims.flatMap((claim) => apart(claim, passages, question))) {
    if (!/[\p{L}\p{N}]/u.test(said.replaceAll('(link removed)', ''))) continue
    const evidence = proofs.flatMap((proof) => evidenceOf(proof, said, passages) ?? [])
    if (evidence.length > 0 && isSupported(said, evidence, { passages, question }))
      sentences.push(`${said} ${[...new Set(evidence.map((one) => cite(one).marker))].join(' ')}`)
    else unproven += 1
  }
  return { response: sentences.join(' '), citations: [...citations.values()], declined: reply.declined, unproven }
}
