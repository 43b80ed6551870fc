import { oneLine } from '../document-builder.ts'
import { elementAt, elementsOf, textIn, type XmlElement } from '../xml.ts'

/** What a chart or a diagram says: its titles, names and values, each once. */
export function drawnTexts(tree: XmlElement | undefined): string[] {
  return [...new Set(paragraphsIn(tree).map(oneLine))].filter(Boolean)
}

/** The paragraphs of a drawing's text, and the values that a chart shows. */
export function paragraphsIn(element: XmlElement | undefined): string[] {
  return elementsOf(element).flatMap((child) =>
    child.name === 'p' ? [paragraphText(child)] : child.name === 'v' ? [textsIn(child)] : paragraphsIn(child),
  )
}

function paragraphText(paragraph: XmlElement): string {
  return elementsOf(paragraph)
    .map((child) =>
      child.name === 'br'
        ? '\n'
        : child.name === 'r'
          ? textsIn(elementAt(child, 't'))
          : child.name === 'm'
            ? textIn(child)
            : child.name === 'AlternateContent'
              ? paragraphsIn(child).join(' ')
              : '',
    )
    .join('')
}

function textsIn(element: XmlElement | undefined): string {
  return (element?.children ?? []).filter((child) => typeof child === 'string').join('')
}
