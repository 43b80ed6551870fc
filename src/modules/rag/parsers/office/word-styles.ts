import { elementAt, elementsOf, type XmlElement } from '../xml.ts'

/** What a paragraph's style says of its rank. */
export interface WordStyle {
  /** 1 for the outermost heading. */
  headingLevel?: number
  listId?: string
  listLevel?: number
  isCode: boolean
}

/** The styles of a Word document by their id; what a style does not say, it has from the one it is based on. */
export function readStyles(part: XmlElement | undefined): Map<string, WordStyle> {
  const elements = new Map(
    elementsOf(elementAt(part, 'styles'), 'style').map((style) => [style.attributes['styleId'] ?? '', style]),
  )
  const styles = new Map<string, WordStyle>()

  function resolve(id: string, seen: ReadonlySet<string>): WordStyle {
    const known = styles.get(id)
    if (known) return known
    const element = elements.get(id)
    if (!element || seen.has(id)) return { isCode: false }
    const base = elementAt(element, 'basedOn')?.attributes['val']
    const inherited: WordStyle = base === undefined ? { isCode: false } : resolve(base, new Set([...seen, id]))
    const style = { ...inherited, ...ownRank(element) }
    styles.set(id, style)
    return style
  }

  for (const id of elements.keys()) resolve(id, new Set())
  return styles
}

function ownRank(element: XmlElement): Partial<WordStyle> {
  const name = (elementAt(element, 'name')?.attributes['val'] ?? '').toLowerCase()
  const properties = elementAt(element, 'pPr')
  const outline = elementAt(properties, 'outlineLvl')?.attributes['val']
  const named = /^heading (\d)/u.exec(name)?.[1]
  const level =
    named !== undefined
      ? Number(named)
      : name === 'title'
        ? 1
        : outline !== undefined && Number(outline) < 9
          ? Number(outline) + 1
          : undefined
  const numbering = elementAt(properties, 'numPr')
  const listId = elementAt(numbering, 'numId')?.attributes['val']
  const listLevel = elementAt(numbering, 'ilvl')?.attributes['val']
  return {
    ...(level === undefined ? {} : { headingLevel: level }),
    ...(listId === undefined ? {} : { listId }),
    ...(listLevel === undefined ? {} : { listLevel: Number(listLevel) || 0 }),
    ...(/code|preformatted|macro/u.test(name) ? { isCode: true } : {}),
  }
}
