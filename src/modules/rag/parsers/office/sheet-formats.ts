import { elementAt, elementsOf, type XmlElement } from '../xml.ts'

/** How the numbers of a workbook are shown. */
export interface CellFormats {
  /** A number as a reader sees it, for the formats that change its meaning: dates, times and percentages. */
  show(value: string, style: number): string
}

type Kind = 'date' | 'time' | 'moment' | 'percent' | 'plain'

const builtIn: Record<number, Kind> = {
  9: 'percent',
  10: 'percent',
  18: 'time',
  19: 'time',
  20: 'time',
  21: 'time',
  22: 'moment',
  45: 'time',
  46: 'time',
  47: 'time',
}
const dayMilliseconds = 86_400_000

/** The formats of a styles part; `epoch1904` as the workbook says. */
export function readCellFormats(part: XmlElement | undefined, epoch1904: boolean): CellFormats {
  const sheet = elementAt(part, 'styleSheet')
  const custom = new Map(
    elementsOf(elementAt(sheet, 'numFmts'), 'numFmt').map((one) => [
      Number(one.attributes['numFmtId']),
      kindOf(one.attributes['formatCode'] ?? ''),
    ]),
  )
  const kinds = elementsOf(elementAt(sheet, 'cellXfs'), 'xf').map((one): Kind => {
    const id = Number(one.attributes['numFmtId']) || 0
    return (
      custom.get(id) ??
      builtIn[id] ??
      ((id >= 14 && id <= 17) || (id >= 27 && id <= 36) || (id >= 50 && id <= 58) ? 'date' : 'plain')
    )
  })
  return {
    show(value, style) {
      const number = Number(value)
      if (!Number.isFinite(number)) return value
      const kind = kinds[style] ?? 'plain'
      if (kind === 'percent') return `${rounded(number * 100)}%`
      if (kind === 'plain' || number < 0 || number > 2_958_466) return rounded(number)
      return moment(number, kind, epoch1904)
    },
  }
}

/** What a format code shows, literals and colours aside. */
function kindOf(code: string): Kind {
  const bare = code.split(';')[0]?.replace(/"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|_.|\*./giu, '') ?? ''
  const hasDay = /[dy]|m{3,}/iu.test(bare)
  const hasTime = /[hs]/iu.test(bare)
  if (hasDay && hasTime) return 'moment'
  if (hasDay || /^m+$/iu.test(bare.trim())) return 'date'
  if (hasTime) return 'time'
  return bare.includes('%') ? 'percent' : 'plain'
}

/** Binary fractions are stored with more digits than anyone typed. */
function rounded(number: number): string {
  return String(Number(number.toPrecision(15)))
}

function moment(serial: number, kind: Kind, epoch1904: boolean): string {
  const days = epoch1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial
  const seconds = Math.round(((days - 25_569) * dayMilliseconds) / 1000)
  const text = new Date(seconds * 1000).toISOString()
  if (kind === 'time' && serial < 1) return text.slice(11, 19)
  const hasTime = kind === 'moment' || (kind === 'time' && serial % 1 !== 0)
  return hasTime ? `${text.slice(0, 10)} ${text.slice(11, 19)}` : text.slice(0, 10)
}
