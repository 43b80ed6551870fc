const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** A piece of HTML that is safe to put into a page as it is. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** What a template may be filled with. */
export type Content = Html | string | number | boolean | null | undefined | readonly Content[]

const isList = (value: Content): value is readonly Content[] => Array.isArray(value)

const escape = (value: Content): string => {
  if (value instanceof Html) return value.text
  if (isList(value)) return value.map(escape).join('')
  if (value === undefined || value === null || value === false) return ''
  return String(value).replaceAll(/[&<>"']/g, (character) => entities[character] ?? '')
}

/** A template whose values are escaped, unless they are HTML themselves; lists are joined, nothing is left out. */
export const html = (parts: TemplateStringsArray, ...values: Content[]): Html =>
  new Html(parts.map((part, index) => part + escape(values[index])).join(''))

/** A whole page in the site's dress. */
export const page = (title: string, content: Html): string =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/site.css" />
      </head>
      <body>
        <main>${content}</main>
      </body>
    </html> `.text
