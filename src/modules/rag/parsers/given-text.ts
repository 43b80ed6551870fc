import { cleanText, isBlank } from './document-builder.ts'
import { blocksOfMarkdown } from './markdown.ts'
import type { NamedDocument } from './parser.ts'
import { blocksOfText } from './text.ts'
import { unreadable } from './unreadable.ts'

const markdownMark = /^(?:#{1,6} \S|`{3,}|~{3,}|\|.*\|\s*$)/m

/**
 * A text that was given as such is a document already: whatever it looks like, its characters stay where they are. Throws
 * `no_text` when nothing is written there.
 */
export function documentOfText(given: string): NamedDocument {
  const text = cleanText(given)
  if (isBlank(text)) throw unreadable('no_text', 'The text is empty, so there is nothing to find in it.')
  const blocks = markdownMark.test(text) ? blocksOfMarkdown(text) : blocksOfText(text)
  return { name: '', text, blocks, metadata: { type: 'text' }, warnings: [] }
}
