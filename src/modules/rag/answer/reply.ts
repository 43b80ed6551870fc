import { z } from 'zod'
import { sentencesOf } from '../retrieve/sentences.ts'
import { fold } from '../text/fold.ts'

/** What a sentence is said to rest on: a passage by its number, or words of one, or both. */
export interface Proof {
  passage?: number
  quote?: string
}

/** A sentence that a model says, with its proofs. */
export interface Claim {
  text: string
  proofs: Proof[]
}

/** What a model answered, in whichever form. */
export interface Reply {
  /** The model says that the passages do not hold the answer. */
  declined: boolean
  claims: Claim[]
}

const mostCharacters = 20_000
const thoughts = /<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/giu
/** `[1]`, `[1, 2]`, `[^1]`, `【1†source】`, `［1］`, `[Passage 2]`: marks that stand for passages. */
const mark =
  /[[【［]\s*(?:(?:passage|source|document|doc|ref|citation|quelle|fuente|来源|段落|出典)s?\s*[:#.]?\s*)?\^?([\d０-９]{1,3}(?:\s*(?:,|;|、|，|-|–|and|&)\s*\^?[\d０-９]{1,3})*)(?:\s*[†:|][^\]】］]{0,60})?\s*[\]】］]/giu
const superscript = /[⁰¹²³⁴-⁹]+/gu
const ended = new RegExp(
  String.raw`((?<![.!?。！？؟।…])[.!?。！？؟।…]+["'”’»)」』]*)((?:\s*(?:${mark.source}))+)`,
  'giu',
)

const numbersOf = (list: string): number[] => {
  const numbers: number[] = []
  for (const [, from = '', to] of list.matchAll(/(\d+)(?:\s*[-–]\s*\^?(\d+))?/gu)) {
    const last = to === undefined ? Number(from) : Math.min(Number(to), Number(from) + 9)
    for (let number = Number(from); number <= last; number++) numbers.push(number)
  }
  return numbers
}

/** A text without the marks that stand for passages, and the passages they stand for. */
const takeMarks = (text: string): Claim => {
  const passages: number[] = []
  const bare = text.replace(mark, (_, list: string) => {
    passages.push(...numbersOf(fold(list)))
    return ''
  })
  return { text: bare.trim(), proofs: [...new Set(passages)].map((passage) => ({ passage })) }
}

/** Prose with marks, sentence by sentence; marks behind a full stop belong to the sentence that it ends. */
const claimsOf = (prose: string, language: string): Claim[] => {
  const marked = prose.replace(superscript, (digits) => ` [${digits.normalize('NFKC')}]`)
  const drawnIn = marked.replace(ended, (_, end: string, marks: string) => `${marks}${end} `)
  return sentencesOf(drawnIn, language).map(({ start, end }) => takeMarks(drawnIn.slice(start, end)))
}

const passageNumber = z
  .union([z.int(), z.string().transform((text) => Number(/\d+/.exec(fold(text))?.[0]))])
  .catch(Number.NaN)

const proof = z.union([
  z
    .object({ passage: passageNumber.optional(), quote: z.string().optional() })
    .transform(({ passage, quote }): Proof => {
      const isNumber = passage !== undefined && Number.isInteger(passage)
      return { ...(isNumber ? { passage } : {}), ...(quote === undefined ? {} : { quote }) }
    }),
  z.union([z.int(), z.string()]).transform((said): Proof => {
    const [passage] = numbersOf(fold(String(said)))
    return passage !== undefined && /^\D{0,12}\d{1,3}\D{0,3}$/u.test(String(said))
      ? { passage }
      : { quote: String(said) }
  }),
])
const proofs = z.union([z.array(proof), proof.transform((one) => [one]), z.null().transform(() => [])]).default([])
const claim = z.union([
  z.object({ text: z.string(), citations: proofs }).transform(({ text, citations }) => {
    const { text: bare, proofs: marked } = takeMarks(text)
    return { text: bare, proofs: citations.length > 0 ? citations : marked }
  }),
  z.string().transform(takeMarks),
])
const answered = z
  .union([z.boolean(), z.string().transform((said) => !/^(?:false|no|0)$/iu.test(said.trim()))])
  .default(true)
const objectReply = z.object({ answered, sentences: z.array(claim) })
const proseReply = z.object({ answered, answer: z.string() })

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const mostSalvaged = 5

/** The one JSON object of a text; of one that broke off, what was whole of its list. */
const objectIn = (text: string): unknown => {
  const start = text.indexOf('{')
  let end = text.lastIndexOf('}')
  if (start < 0) return undefined
  const whole = parse(text.slice(start, end + 1))
  if (whole !== undefined) return whole
  for (let tries = 0; tries < mostSalvaged && end > start; tries++) {
    const salvaged = parse(`${text.slice(start, end + 1)}]}`)
    if (salvaged !== undefined) return salvaged
    end = text.lastIndexOf('}', end - 1)
  }
  return undefined
}

/**
 * Reads a model's answer: the JSON object that was asked for, with whatever stands around it and whichever way it names the
 * passages, or prose with marks. Undefined when it is neither.
 */
export const readReply = (said: string, language: string): Reply | undefined => {
  const text = said.replace(thoughts, '').slice(0, mostCharacters)
  const json = objectIn(text)
  const reply = objectReply.safeParse(json).data
  if (reply) return { declined: !reply.answered, claims: reply.sentences }
  const worded = proseReply.safeParse(json).data
  if (!worded && json !== undefined) return undefined
  const claims = claimsOf(worded?.answer ?? text, language)
  if (worded?.answered === false) return { declined: true, claims: [] }
  return claims.some(({ proofs: given }) => given.length > 0) ? { declined: false, claims } : undefined
}
