/** What an adjective in its highest degree measures: words of names of columns, and whether the most comes first. */
export interface Dimension {
  words: ReadonlySet<string>
  descending: boolean
  /** Columns of dates, which tell the same the other way round. */
  dates: ReadonlySet<string>
}

const none: ReadonlySet<string> = new Set()
const list = (text: string): ReadonlySet<string> => new Set(text.split(' '))
const length = list('length duration millisecond second minute hour time runtime ms distance')
const age = list('age')
const birth = list('birth born dob')
const price = list('price cost')
const size = list('size area population capacity')
const weight = list('weight')
const height = list('height')

const dimensions = new Map<string, Dimension>([
  ['longest', { words: length, descending: true, dates: none }],
  ['shortest', { words: new Set([...length, ...height]), descending: false, dates: none }],
  ['oldest', { words: age, descending: true, dates: birth }],
  ['youngest', { words: age, descending: false, dates: birth }],
  ['cheapest', { words: price, descending: false, dates: none }],
  ['priciest', { words: price, descending: true, dates: none }],
  ['costliest', { words: price, descending: true, dates: none }],
  ['heaviest', { words: weight, descending: true, dates: none }],
  ['lightest', { words: weight, descending: false, dates: none }],
  ['tallest', { words: height, descending: true, dates: none }],
  ['largest', { words: size, descending: true, dates: none }],
  ['biggest', { words: size, descending: true, dates: none }],
  ['smallest', { words: size, descending: false, dates: none }],
])

/** The dimension of a word such as "longest", or of "most" and "least" before "expensive"; undefined when it has none. */
export function dimensionOf(word: string, next: string): Dimension | undefined {
  if (next === 'expensive' && (word === 'most' || word === 'least'))
    return { words: price, descending: word === 'most', dates: none }
  return dimensions.get(word)
}
