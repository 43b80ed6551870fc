/** Seen by nobody, and used to hide words or to turn them around: zero-width, direction and tag characters, and controls. */
const unseen = /(?![\t\n\r])\p{Cc}|[\u00ad\u200b\u202a-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu
const comment = /<!--[\s\S]*?(?:-->|$)/gu
const autolink = /<\s*((?:[a-z][a-z0-9+.-]{1,31}:|\/\/|www\.)[^\s<>]*)\s*>/giu
const tag = /<\/?[a-z!?][^<>]{0,2000}>/giu
const openedTag = /<(?=[a-z!?/])/giu
/** `label]: target` makes every `[label]` of a text a link. */
const definition = /\[(\^?[^\][]{1,999})\]:/gu
const footnote = /\s*(?:(?:\[\^?\d{1,3}(?:\s*[,;–-]\s*\^?\d{1,3})*\])+(?![(:[])|【\d[^】]{0,20}】)/gu
const address =
  /(?:\b(?:[a-z][a-z0-9+.-]{1,31}:\/\/|(?:data|javascript|vbscript|file|blob|about|intent|tel|sms):(?=\S)|www\.)|(?<![\w:/])\/\/(?=[\w-]+\.))[^\s<>"'`「」『』【】）》，。、；！？؟،]*/giu
const ending = /[.,;:!?)\]]+$/u
const longestTarget = 4_000

/** Where what opens at `start` is closed again, counting what opens within; -1 if it is not. */
const closeOf = (text: string, start: number, [open, close]: readonly [string, string]): number => {
  let depth = 0
  for (let at = start; at < text.length && at - start < longestTarget; at++) {
    const character = text.charAt(at)
    if (character === open) depth++
    else if (character === close && --depth === 0) return at
  }
  return -1
}

/** Whether an address may be read, though not followed. */
type IsShown = (address: string) => boolean

/** Takes Markdown's links apart: images go, a link to a known source stays, of any other its label is left. */
const withoutMarkdownLinks = (text: string, sources: ReadonlySet<string>, isShown: IsShown): string => {
  let out = ''
  let at = 0
  for (let open = text.indexOf('['); open >= 0; open = text.indexOf('[', at)) {
    const close = closeOf(text, open, ['[', ']'])
    const next = close < 0 ? '' : text.charAt(close + 1)
    const end =
      next === '(' ? closeOf(text, close + 1, ['(', ')']) : next === '[' ? closeOf(text, close + 1, ['[', ']']) : -1
    if (end < 0) {
      out += text.slice(at, open + 1)
      at = open + 1
      continue
    }
    const isImage = text.charAt(open - 1) === '!' && open > at
    const label = text.slice(open + 1, close)
    const target = text
      .slice(close + 2, end)
      .trim()
      .replace(/^<|>$/gu, '')
    out += text.slice(at, isImage ? open - 1 : open)
    if (!isImage && sources.has(target) && next === '(' && !/[[\]]/u.test(label)) out += text.slice(open, end + 1)
    else if (!isImage)
      out += next === '(' && isShown(target) && !label.includes(target) ? `${label} (${target})` : label
    at = end + 1
  }
  return out + text.slice(at)
}

const readable = /^(?:https?:\/\/|www\.)[a-z0-9.-]+(?::\d{1,5})?(?:\/[\w.~%+/-]*)?$/iu

/** The addresses of pages that a text holds which carry nothing along: no user, no query. */
export const addressesIn = (text: string): string[] =>
  (text.match(address) ?? []).map((found) => found.replace(ending, '')).filter((found) => readable.test(found))

/** An address as code and without its scheme, so that nothing makes a link of it. */
const asText = (found: string): string => `\`${found.replace(/^https?:\/\//iu, '').replace(/\/$/u, '')}\``

const once = (text: string, sources: ReadonlySet<string>, isShown: IsShown): string =>
  withoutMarkdownLinks(text.replace(comment, '').replace(footnote, ''), sources, isShown)
    .replace(autolink, '$1')
    .replace(tag, '')
    .replace(definition, '$1:')
    .replace(address, (found, at: number, whole: string) => {
      const bare = found.replace(ending, '')
      if (sources.has(found) || sources.has(bare)) return found
      if (isShown(bare)) return whole.charAt(at - 1) === '`' ? found : `${asText(bare)}${found.slice(bare.length)}`
      return `(link removed)${found.slice(bare.length).replaceAll(/[)\]]/gu, '')}`
    })

/** Brackets that make no link as they stand must not make one with what comes after. */
const apart = (text: string, sources: ReadonlySet<string>): string =>
  text
    .replace(/\](?=[([])/gu, (bracket, at: number) => {
      const target = /^\(([^()\s]+)\)/u.exec(text.slice(at + 1, at + longestTarget))?.[1]
      return target !== undefined && sources.has(target) ? bracket : `${bracket} `
    })
    .replace(/!(?=\[)/gu, '! ')

/** What is taken out may leave something new behind, as `<scr<b>ipt>` does; no honest text needs as many rounds. */
const mostRounds = 8

/**
 * A text without images, markup, hidden characters, footnote marks, and any link but to these sources: what a document or a
 * model says must not send the reader anywhere, load anything, or be taken for a citation of ours. Addresses that are to be
 * `shown`, for they were asked for and stand in what is cited, are left as text that is no link.
 */
export const withoutForeignLinks = (
  text: string,
  sources: ReadonlySet<string>,
  shown: readonly string[] = [],
): string => {
  const known = new Set(shown)
  const isShown: IsShown = (found) => known.has(found) && readable.test(found)
  let current = text.replace(unseen, '')
  for (let round = 0; round < mostRounds; round++) {
    const next = once(current, sources, isShown)
    if (next === current) return apart(current.replace(openedTag, '< '), sources)
    current = next
  }
  return current.replaceAll(/[<>[\]]/gu, ' ')
}
