import { fold } from '../../text/fold.ts'
import type { Expectation } from './asking.ts'

const escape = (text: string): string => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)

/** How a language writes an amount of something, without the number. */
const partsOf = (language: string, options: Intl.NumberFormatOptions): string[] =>
  [1, 2, 5, 100].flatMap((amount) =>
    new Intl.NumberFormat(language, options)
      .formatToParts(amount)
      .filter(({ type }) => type === 'unit' || type === 'currency' || type === 'percentSign')
      .map(({ value }) => fold(value)),
  )

const anyOf = (words: readonly string[]): RegExp | undefined => {
  const known = [...new Set(words.filter((word) => word.trim() !== ''))].sort((a, b) => b.length - a.length)
  return known.length > 0
    ? new RegExp(
        `(?<![\\p{sc=Latin}\\p{sc=Greek}\\p{sc=Cyrillic}])(?:${known.map(escape).join('|')})(?!\\p{sc=Latin})`,
        'gu',
      )
    : undefined
}

const numberWords = new Set(
  `two three four five six seven eight nine ten eleven twelve dozen half third quarter hundred thousand million billion once twice
  zwei drei vier fünf sechs sieben acht neun zehn elf zwölf hundert tausend deux trois quatre cinq six sept huit neuf dix cent mille
  dos tres cuatro cinco seis siete ocho nueve diez cien mil dois três quatro sete oito nove dez due tre quattro cinque sei sette otto nove dieci
  iki üç dört beş altı yedi sekiz dokuz yüz bin doi două trei patru cinci șase șapte opt nouă zece sută mie
  δύο τρία τρεισ τέσσερα τέσσερισ πέντε έξι επτά εφτά οκτώ οχτώ εννέα εννιά δέκα δώδεκα εκατό χίλια
  दो तीन चार पांच पाँच छह छः सात आठ नौ दस सौ हजार हज़ार लाख करोड़
  два две три четыре пять шесть семь восемь девять десять واحد اثنان ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة مئة ألف مليون`.split(
    /\s+/,
  ),
)
const single = new Set([
  'one',
  'a',
  'an',
  'ein',
  'eine',
  'einem',
  'einer',
  'un',
  'une',
  'una',
  'uno',
  'um',
  'uma',
  'один',
  'одна',
])
const wordLike = /[\p{L}\p{M}]+/gu
const hanNumber = /[一二三四五六七八九十百千万亿两]+[个位次名年月日天人种支座所名%]?/u

/** What is told by a unit or sign beside a number. */
const measured = {
  duration: ['second', 'minute', 'hour', 'day', 'week', 'month', 'year'],
  share: ['percent'],
  mass: ['gram', 'kilogram', 'ounce', 'pound', 'stone'],
  extent: ['millimeter', 'centimeter', 'meter', 'kilometer', 'inch', 'foot', 'yard', 'mile'],
  volume: ['milliliter', 'liter', 'fluid-ounce', 'gallon'],
  temperature: ['celsius', 'fahrenheit', 'degree'],
} as const
const signs: Partial<Record<Measure, string[]>> = { share: ['%', '٪', '百分之'], volume: ['litres', 'litre', 'cl'] }

type Measure = keyof typeof measured
type Marks = Record<Measure | 'money' | 'calendar' | 'dates', RegExp | undefined>

/** What has a form of its own in any language. */
const forms = {
  webAddress: /(?:https?:\/\/|www\.)\S|(?<![@\p{L}\p{N}.-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\/\S/iu,
  emailAddress: /[\p{L}\p{N}._%+-]@[\p{L}\p{N}-]+\.\p{L}/u,
  telephone: /(?<![\p{L}\p{N}])\+?\(?\p{N}[\p{N}\s()/.–-]{4,}\p{N}(?!\p{N})|\b(?:ext(?:ension|\.)?|durchwahl) ?\d/iu,
}

/** How texts of a language say how often, folded; `…` stands for any ending. */
const repeating: Record<string, string> = {
  en: 'every|each|once|twice|times|daily|weekly|monthly|yearly|annually|quarterly|hourly|per|nightly|a (?:day|week|month|year)',
  de: 'jede…|täglich|wöchentlich|monatlich|jährlich|…mal|pro|alle|im (?:jahr|monat)',
  fr: 'chaque|tou(?:s|tes) les|fois|par|quotidien…|hebdomadaire…|mensuel…|annuel…',
  es: 'cada|vez|veces|al (?:día|mes|año)|por|a la semana|diari…|semanal…|mensual…|anual…|todos los',
  pt: 'cada|vez|vezes|por|diári…|semanal…|mensal…|anual…|todos os',
  it: "ogni|volta|volte|al (?:giorno|mese)|all[’']anno|alla settimana|giornalier…|settimanal…|mensil…|annual…",
  nl: 'elke|ieder…|keer|per|dagelijks|wekelijks|maandelijks|jaarlijks',
  ro: 'fiecare|ori|o dată|pe (?:zi|lună|an|săptămână)|zilnic|săptămânal|lunar|anual',
  pl: 'co|każd…|raz|razy|dziennie|tygodniowo|miesięcznie|rocznie',
  ru: 'кажд…|раз|раза|ежедневно|еженедельно|ежемесячно|ежегодно|в (?:день|неделю|месяц|год)',
  el: 'κάθε|φορά|φορέσ|ημερησίωσ|εβδομαδιαί…|μηνιαί…|ετησίωσ',
  tr: 'her|kez|kere|defa|günlük|haftalık|aylık|yıllık|günde|haftada|ayda|yılda',
  hi: 'हर|प्रति|बार|रोज|प्रतिदिन|साप्ताहिक|मासिक|वार्षिक',
  vi: 'mỗi|hàng|lần',
  ar: 'كل|مرة|مرتين|مرات|يوميا|أسبوعيا|شهريا|سنويا',
  zh: '每|次',
  ja: '毎|ごと|回',
  ko: '매|마다|번|회',
  th: 'ทุก|ครั้ง|ต่อ',
}
const letter = String.raw`[\p{L}\p{M}\p{N}]`
const repetitions = new Map(
  Object.entries(repeating).map(([language, words]): [string, RegExp] => [
    language,
    ['zh', 'ja', 'ko', 'th'].includes(language)
      ? new RegExp(words, 'u')
      : new RegExp(`(?<!${letter})(?:${words.replaceAll('…', `${letter}*`)})(?!${letter})`, 'u'),
  ]),
)

/** A number is something, but without the sign or unit that was asked for it is likely another. */
const unmarked = 0.3
/** `When` may be answered by a time span: within 30 days. */
const within = 0.6

const known = new Map<string, Marks>()

/** Days of months that are written out: `3 May`, `May 3rd`, `3. Mai`. */
const datesWith = (months: readonly string[]): RegExp => {
  const month = months.map(escape).join('|')
  return new RegExp(
    `(?:\\d{1,2}(?:\\.|st|nd|rd|th|er|º)?\\s+(?:de\\s+)?)?(?:${month})(?:\\s+\\d{1,2}(?:st|nd|rd|th)?(?!\\d))?`,
    'gu',
  )
}

/** A day of the month, or a time of the day. */
const clock =
  /(?<!\p{N})(?:\d{1,2}(?:st|nd|rd|th)(?!\p{L})|\d{1,2}[:.h]\d\d(?!\p{N})|\d{1,2} ?(?:am|pm|uhr|h|ч)(?!\p{L})|\d\s*[年月日号點点時时시])/u

/** The words of a language that go with numbers and dates, as Unicode's locale data has them. */
const marksOf = (language: string): Marks => {
  const before = known.get(language)
  if (before) return before
  const unitWords = (unit: string): string[] => partsOf(language, { style: 'unit', unit, unitDisplay: 'long' })
  const unitSigns = (unit: string): string[] => partsOf(language, { style: 'unit', unit, unitDisplay: 'short' })
  const currencies = [
    'EUR',
    'USD',
    'GBP',
    'JPY',
    'CNY',
    'CHF',
    'INR',
    'RUB',
    'TRY',
    'RON',
    'VND',
    'THB',
    'SAR',
    'AED',
    'PLN',
    'SEK',
  ]
  const currencyCodes = currencies.map((currency) => currency.toLowerCase()).filter((code) => code !== 'try')
  const currencyWords = currencies.flatMap((currency) =>
    partsOf(language, { style: 'currency', currency, currencyDisplay: 'name' }).flatMap((name) => [
      name,
      name.split(' ').at(-1) ?? '',
    ]),
  )
  const months = Array.from({ length: 12 }, (_, month) =>
    fold(new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, month, 1))),
  )
  const days = Array.from({ length: 7 }, (_, day) =>
    fold(new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, 1 + day))),
  )
  const measureMarks = (measure: Measure): RegExp | undefined =>
    anyOf([
      ...measured[measure].flatMap(unitWords),
      ...(measure === 'duration' ? [] : measured[measure].flatMap(unitSigns)),
      ...(signs[measure] ?? []),
    ])
  const marks: Marks = {
    duration: measureMarks('duration'),
    share: measureMarks('share'),
    mass: measureMarks('mass'),
    extent: measureMarks('extent'),
    volume: measureMarks('volume'),
    temperature: measureMarks('temperature'),
    money: anyOf([...currencyWords, '€', '$', '£', '¥', '₹', ...currencyCodes]),
    calendar: anyOf([...months, ...days]),
    dates: datesWith(months),
  }
  known.set(language, marks)
  return marks
}

/** Whether a unit or sign in a text counts something: a number stands before it, a word between at most, or right behind
 * it, or it names a field that holds one. */
const countsMark = (text: string, mark: RegExp): boolean =>
  [...text.matchAll(mark)].some(({ 0: found, index }) => {
    const before = text.slice(Math.max(0, index - 24), index)
    const [second = '', last = ''] = before
      .trim()
      .split(/[\s-]+/u)
      .slice(-2)
    const isNumber = (word: string): boolean => /\p{N}/u.test(word) || numberWords.has(word)
    return (
      isNumber(last) ||
      isNumber(second) ||
      single.has(last) ||
      hanNumber.test(before.slice(-4)) ||
      /^(?:\s?|[^;:]{0,40}:\s*)[\p{N}一二三四五六七八九十]/u.test(text.slice(index + found.length))
    )
  })

/** `How long is the cable` may ask for metres. */
const asksForLength = (question: string): boolean =>
  /how long (?:is|are|was)|wie lang (?:ist|sind|war)/u.test(fold(question))

const countsLength = (folded: string, { extent }: Marks): boolean => extent !== undefined && countsMark(folded, extent)

/** Whether a text in a script with capitals names something besides what the question names, not counting how it begins. */
const namesSomething = (text: string, question: string): number | undefined => {
  if (!/\p{Lu}/u.test(text)) return /\p{Ll}/u.test(text) ? 0 : undefined
  const asked = fold(question)
  const names = [...text.matchAll(/(?<=[\p{L}\p{N},;:)–-]\s)\p{Lu}[\p{L}\p{M}’'-]+/gu)]
  return names.some(([name]) => !asked.includes(fold(name).slice(0, 5))) ? 1 : 0
}

/** Whether a text has a number that is likely no year and no part of a date. */
const hasAmount = (
  folded: string,
  { asked, words, dates }: { asked: ReadonlySet<string>; words: readonly string[]; dates: RegExp | undefined },
): boolean =>
  ((dates ? folded.replaceAll(dates, ' ') : folded).match(/\p{N}+/gu) ?? []).some(
    (number) => !asked.has(number) && !/^(?:1[5-9]|20)\d\d$/u.test(number),
  ) ||
  hanNumber.test(folded) ||
  words.some((word) => numberWords.has(word))

/**
 * How well a text holds what is expected, 0 to 1; `undefined` when the script does not let one tell. Numbers and names that the
 * question itself holds do not count.
 */
export const meets = (expected: Expectation, text: string, question: string, language: string): number | undefined => {
  if (expected === 'name') return namesSomething(text, question)
  const folded = fold(text, language)
  const asked = new Set(fold(question).match(/\p{N}+/gu))
  const isNew = folded.match(/\p{N}+/gu)?.some((number) => !asked.has(number)) ?? false
  const words = folded.match(wordLike) ?? []
  const hasNumber = isNew || hanNumber.test(folded) || words.some((word) => numberWords.has(word))
  const marks = marksOf(language)
  const { calendar } = marks
  if (expected === 'webAddress' || expected === 'emailAddress' || expected === 'telephone')
    return forms[expected].test(text) ? 1 : 0
  if (expected === 'frequency') return repetitions.get(language)?.test(folded) ? 1 : hasNumber ? unmarked : 0
  if (expected === 'time') {
    const isDated = calendar !== undefined && folded.search(calendar) >= 0
    const isDate = isNew && (/(?<!\p{N})(?:1\d{3}|20\d\d)(?!\p{N})/u.test(folded) || clock.test(folded) || isDated)
    if (isDate) return 1
    if (marks.duration && countsMark(folded, marks.duration)) return within
    return hasNumber || isDated ? unmarked : 0
  }
  if (expected === 'quantity')
    return hasAmount(folded, { asked, words, dates: marks.dates }) ? 1 : hasNumber ? unmarked : 0
  const mark =
    expected === 'duration' && asksForLength(question) && countsLength(folded, marks) ? marks.extent : marks[expected]
  return mark && countsMark(folded, mark) ? 1 : hasNumber ? unmarked : 0
}
