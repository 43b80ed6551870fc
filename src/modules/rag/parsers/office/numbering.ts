import { elementAt, elementsOf, type XmlElement } from '../xml.ts'

/** Gives list items and numbered headings the labels that a reader sees. */
export interface Numbering {
  /** Counts one more paragraph of a list; '' when its level shows nothing. */
  next(listId: string, level: number): string
}

interface Level {
  format: string
  text: string
  start: number
}

/** The numbering of a Word document from its numbering part. */
export function createNumbering(part: XmlElement | undefined): Numbering {
  const root = elementAt(part, 'numbering')
  const abstract = new Map(
    elementsOf(root, 'abstractNum').map((one) => [one.attributes['abstractNumId'] ?? '', levelsOf(one)]),
  )
  const lists = new Map(
    elementsOf(root, 'num').map((one) => [
      one.attributes['numId'] ?? '',
      abstract.get(elementAt(one, 'abstractNumId')?.attributes['val'] ?? '') ?? [],
    ]),
  )
  const counters = new Map<string, number[]>()

  return {
    next(listId, level) {
      const levels = lists.get(listId)
      const here = levels?.[level]
      if (!levels || !here) return listId === '0' ? '' : '- '
      const counts = counters.get(listId) ?? []
      counters.set(listId, counts)
      counts[level] = (counts[level] ?? here.start - 1) + 1
      counts.length = level + 1
      if (here.format === 'none') return ''
      if (here.format === 'bullet') return '- '
      const label = here.text.replace(/%(\d)/gu, (_, digit: string) => {
        const index = Number(digit) - 1
        return numeral(counts[index] ?? levels[index]?.start ?? 1, levels[index]?.format ?? 'decimal')
      })
      return label === '' ? '' : `${label} `
    },
  }
}

function levelsOf(abstract: XmlElement): Level[] {
  const levels: Level[] = []
  for (const level of elementsOf(abstract, 'lvl')) {
    const value = (name: string): string | undefined => elementAt(level, name)?.attributes['val']
    levels[Number(level.attributes['ilvl']) || 0] = {
      format: value('numFmt') ?? 'decimal',
      text: value('lvlText') ?? '',
      start: Number(value('start') ?? 1) || 0,
    }
  }
  return levels
}

const romans: [number, string][] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
]

function numeral(count: number, format: string): string {
  if (format === 'lowerLetter' || format === 'upperLetter') {
    const letter = String.fromCharCode(97 + ((count - 1) % 26)).repeat(Math.min(Math.ceil(count / 26), 9))
    return format === 'upperLetter' ? letter.toUpperCase() : letter
  }
  if (format === 'lowerRoman' || format === 'upperRoman') {
    let rest = Math.min(count, 4000)
    let roman = ''
    for (const [value, sign] of romans)
      while (rest >= value) {
        roman += sign
        rest -= value
      }
    return format === 'upperRoman' ? roman.toUpperCase() : roman
  }
  return String(count)
}
