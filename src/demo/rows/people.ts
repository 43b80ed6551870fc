import type { Random } from '../random.ts'
import { mailboxOf, names } from '../words/names.ts'

/** A person's name in one of the languages of the word list. Throws `RangeError` for another language. */
export function nameIn(language: string, random: Random): { first: string; last: string } {
  const list = names[language]
  if (!list) throw new RangeError(`There are no names in "${language}".`)
  return { first: random.pick(list.first), last: random.pick(list.last) }
}

/** Gives out e-mail addresses, never the same twice: the second Anna Holm gets `anna.holm2`. */
export function createMailboxes(): (first: string, last: string, domain: string) => string {
  const given = new Map<string, number>()
  return (first, last, domain) => {
    const mailbox = mailboxOf(first, last)
    const count = (given.get(mailbox) ?? 0) + 1
    given.set(mailbox, count)
    return `${mailbox}${count === 1 ? '' : count}@${domain}`
  }
}
