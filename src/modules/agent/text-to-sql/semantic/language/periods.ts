import type { DatePart } from '../query/query.ts'
import type { Token } from './tokens.ts'

/** A stretch of time that a question names: days from `start` on and before `end`, `YYYY-MM-DD`; open where absent. */
export interface Period {
  from: number
  to: number
  start?: string
  end?: string
  /** The words of this period only make sense for dates: not a bare year. */
  certain: boolean
}

type Unit = 'day' | 'week' | 'month' | 'quarter' | 'year'

const months = 'january february march april may june july august september october november december'.split(' ')
const unitOf = new Map<string, Unit>(
  Object.entries({
    day: 'day',
    days: 'day',
    week: 'week',
    weeks: 'week',
    month: 'month',
    months: 'month',
    quarter: 'quarter',
    quarters: 'quarter',
    year: 'year',
    years: 'year',
  }),
)

interface Span {
  start: Date
  end: Date
}

const utc = (year: number, month: number, day = 1) => new Date(Date.UTC(year, month, day))
const dayText = (date: Date) => date.toISOString().slice(0, 10)

/** Finds the periods of time that a question names, relative to `now` where it must be. */
export function findPeriods(tokens: Token[], now: Date): Period[] {
  const periods: Period[] = []
  for (let at = 0; at < tokens.length; at += 1) {
    const found = tokens[at]?.quoted ? undefined : (relative(tokens, at, now) ?? absolute(tokens, at, now))
    if (found === undefined) continue
    periods.push(bounded(tokens, at, found, now))
    at = (periods.at(-1)?.to ?? at + 1) - 1
  }
  return periods
}

interface Found extends Span {
  to: number
  certain: boolean
}

/** "since", "before", "between … and …" around a span open or close its ends. */
function bounded(tokens: Token[], at: number, found: Found, now: Date): Period {
  const before = tokens[at - 1]?.lower === 'the' ? tokens[at - 2]?.lower : tokens[at - 1]?.lower
  const lead = [
    'in',
    'on',
    'during',
    'since',
    'before',
    'after',
    'until',
    'till',
    'from',
    'between',
    'for',
    'over',
    'of',
    'by',
  ].includes(before ?? '')
  const from = lead ? at - 1 : at
  const base = { from, to: found.to, certain: found.certain }
  if (before === 'since') return { ...base, start: dayText(found.start), certain: true }
  if (before === 'after') return { ...base, start: dayText(found.end) }
  if (before === 'before' || before === 'until' || before === 'till') return { ...base, end: dayText(found.start) }
  const joins = ['and', 'to', 'until', 'through', '-'].includes(tokens[found.to]?.lower ?? '')
  if ((before === 'between' || before === 'from') && joins) {
    const second = absolute(tokens, found.to + 1, now)
    if (second !== undefined)
      return { from, to: second.to, start: dayText(found.start), end: dayText(second.end), certain: found.certain }
  }
  return { ...base, start: dayText(found.start), end: dayText(found.end) }
}

function relative(tokens: Token[], at: number, now: Date): Found | undefined {
  const word = tokens[at]?.lower ?? ''
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()]
  if (word === 'today')
    return { start: utc(year, month, day), end: utc(year, month, day + 1), to: at + 1, certain: true }
  if (word === 'yesterday')
    return { start: utc(year, month, day - 1), end: utc(year, month, day), to: at + 1, certain: true }
  const next = tokens[at + 1]
  const unit = unitOf.get(next?.lower ?? '')
  if (word === 'this' || word === 'current')
    return unit === undefined ? undefined : { ...unitSpan(unit, now, 0), to: at + 2, certain: true }
  if (!['last', 'past', 'previous'].includes(word)) return undefined
  // "The last day" is an end, not yesterday.
  if (unit === 'day') return undefined
  const rolling = unit !== undefined && (word === 'past' || tokens[at - 1]?.lower === 'the')
  if (unit !== undefined && !rolling) return { ...unitSpan(unit, now, -1), to: at + 2, certain: true }
  const counted = rolling ? unit : unitOf.get(tokens[at + 2]?.lower ?? '')
  const amount = rolling ? 1 : next?.number
  if (amount === undefined || counted === undefined) return undefined
  const back = { day: [0, 0, 1], week: [0, 0, 7], month: [0, 1, 0], quarter: [0, 3, 0], year: [1, 0, 0] }[counted]
  const [years = 0, monthsBack = 0, days = 0] = back.map((step) => step * amount)
  return {
    start: utc(year - years, month - monthsBack, day - days),
    end: utc(year, month, day + 1),
    to: at + (rolling ? 2 : 3),
    certain: true,
  }
}

function unitSpan(unit: Unit, now: Date, shift: number): Span {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()]
  if (unit === 'year') return { start: utc(year + shift, 0), end: utc(year + shift + 1, 0) }
  if (unit === 'month') return { start: utc(year, month + shift), end: utc(year, month + shift + 1) }
  if (unit === 'day') return { start: utc(year, month, day + shift), end: utc(year, month, day + shift + 1) }
  if (unit === 'quarter') {
    const first = 3 * (Math.floor(month / 3) + shift)
    return { start: utc(year, first), end: utc(year, first + 3) }
  }
  const monday = day - ((now.getUTCDay() + 6) % 7) + 7 * shift
  return { start: utc(year, month, monday), end: utc(year, month, monday + 7) }
}

const yearOf = (token: Token | undefined) =>
  token !== undefined && /^(?:19|20)\d\d$/.test(token.text) ? Number(token.text) : undefined

function monthOf(token: Token | undefined): number | undefined {
  const word = token?.lower ?? ''
  const index = months.findIndex(
    (month) => word === month || (word.length >= 3 && word.length <= 4 && word !== 'may' && month.startsWith(word)),
  )
  return index < 0 || (word === 'may' && !token?.capital) || (word === 'march' && !token?.capital) ? undefined : index
}

function absolute(tokens: Token[], at: number, now: Date): Found | undefined {
  const token = tokens[at]
  const month = monthOf(token)
  if (month !== undefined) {
    const day = tokens[at + 1]?.number
    const dayGiven = day !== undefined && day >= 1 && day <= 31
    const comma = dayGiven && tokens[at + 2]?.lower === ','
    const yearAt = at + 1 + (dayGiven ? 1 : 0) + (comma ? 1 : 0)
    const year = yearOf(tokens[yearAt])
    const to = year === undefined ? at + 1 + (dayGiven ? 1 : 0) : yearAt + 1
    const whole = year ?? (month <= now.getUTCMonth() ? now.getUTCFullYear() : now.getUTCFullYear() - 1)
    if (dayGiven) return { start: utc(whole, month, day), end: utc(whole, month, day + 1), to, certain: true }
    return { start: utc(whole, month), end: utc(whole, month + 1), to, certain: true }
  }
  const quarter = /^q([1-4])$/.exec(token?.lower ?? '')?.[1]
  const quarterOf = tokens[at + 1]?.lower === 'of' ? at + 2 : at + 1
  const quarterYear = yearOf(tokens[quarterOf])
  if (quarter !== undefined) {
    const first = 3 * (Number(quarter) - 1)
    const year = quarterYear ?? now.getUTCFullYear()
    return {
      start: utc(year, first),
      end: utc(year, first + 3),
      to: quarterYear === undefined ? at + 1 : quarterOf + 1,
      certain: true,
    }
  }
  const stretch = spokenStretch(tokens, at, now)
  if (stretch !== undefined) return stretch
  const year = yearOf(token)
  return year === undefined ? undefined : { start: utc(year, 0), end: utc(year + 1, 0), to: at + 1, certain: false }
}

const ordinals = ['first', 'second', 'third', 'fourth']

/** "The first quarter of 1998", "second half of 2023", "H1 2024", "2025 Q3". */
function spokenStretch(tokens: Token[], at: number, now: Date): Found | undefined {
  const word = tokens[at]?.lower ?? ''
  const next = tokens[at + 1]?.lower ?? ''
  const own = yearOf(tokens[at])
  const behind = own === undefined ? undefined : /^([qh])([1-4])$/.exec(next)
  const short = /^(h)([12])$/.exec(word)
  const ordinal = ordinals.indexOf(word)
  const spoken = ordinal >= 0 && (next === 'quarter' || (next === 'half' && ordinal < 2))
  const months = next === 'half' || short !== null || behind?.[1] === 'h' ? 6 : 3
  const number = spoken ? ordinal + 1 : Number(short?.[2] ?? behind?.[2] ?? 0)
  if (number === 0) return undefined
  const end = spoken || behind !== undefined ? at + 2 : at + 1
  const yearAt = tokens[end]?.lower === 'of' || tokens[end]?.lower === 'in' ? end + 1 : end
  const later = behind === undefined ? yearOf(tokens[yearAt]) : undefined
  const year = own ?? later ?? now.getUTCFullYear()
  const first = months * (number - 1)
  return {
    start: utc(year, first),
    end: utc(year, first + months),
    to: later === undefined ? end : yearAt + 1,
    certain: true,
  }
}

/** The calendar part that a question wants its answer split by ("per month", "by year", "monthly"), with its place. */
export function spokenPart(tokens: Token[]): { part: DatePart; at: number } | undefined {
  const adverbs = new Map<string, DatePart>([
    ['monthly', 'month'],
    ['yearly', 'year'],
    ['annually', 'year'],
    ['annual', 'year'],
    ['quarterly', 'quarter'],
    ['daily', 'day'],
    ['weekly', 'week'],
    ['hourly', 'hour'],
  ])
  for (const [at, token] of tokens.entries()) {
    const adverb = adverbs.get(token.lower)
    if (adverb !== undefined) return { part: adverb, at }
    const asked =
      (token.lower === 'which' || token.lower === 'what') &&
      ['month', 'quarter', 'weekday'].includes(tokens[at + 1]?.lower ?? '')
    if (!asked && !['per', 'by', 'each', 'every'].includes(token.lower)) continue
    const word = tokens[at + 1]?.lower ?? ''
    const next = word === 'weekday' || word === 'hour' ? word : unitOf.get(word)
    const weekday = next === 'day' && tokens[at + 2]?.lower === 'of' && tokens.some((each) => each.lower === 'week')
    if (next !== undefined) return { part: weekday ? 'weekday' : next, at: at + 1 }
  }
  return undefined
}
