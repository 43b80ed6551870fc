import { fold } from '../../text/fold.ts'

/** What kind of thing a question asks for. */
export type Expectation = 'duration' | 'money' | 'share' | 'quantity' | 'time' | 'name'

/**
 * The words that ask for each, folded, the special ones first. A question in a language that is not here is answered all the
 * same, without this hint.
 */
const asking: [Expectation, RegExp][] = [
  [
    'duration',
    /\bhow (?:long|soon|quickly|many (?:\w+ )?(?:seconds|minutes|hours|days|weeks|months|years))\b|\bwie lange\b|\bwie ?viele? (?:minuten|stunden|tage|wochen|monate|jahre)\b|combien de (?:temps|minutes|heures|jours|semaines|mois|années|ans)|cuánt[oa]s? (?:tiempo|minutos|horas|días|semanas|meses|años)|quant[oaie]s? (?:tempo|minut[io]s?|or[ae]s?|horas?|dias?|giorni|semanas|settimane|meses|mesi|anos|anni)|как долго|сколько (?:времени|минут|часов|дней|недель|месяцев|лет)|多久|多长时间|多少(?:天|年|个月|小时|分钟)|几(?:天|年|个月|小时|分钟)|كم من الوقت|كم (?:مدة|المدة|يوما?|شهرا?|سنة|عاما?|ساعة|دقيقة)|どのくらいの期間|何(?:日間|年間|時間|ヶ月|か月)|얼마나 오래|며칠/u,
  ],
  [
    'money',
    /\bhow much (?:\w+ )*?(?:cost|costs|pay|paid|money|spend|spent|earn|charge|charged|worth)\b|\b(?:what|which) (?:is |was |are |were )?(?:the )?(?:\w+ ){0,2}(?:price|prices|cost|costs|fee|fees|salary|budget|revenue|turnover|threshold)\b|was kostet|wie teuer|combien coûte|quel est le prix|cuánto cuesta|quanto custa|quanto costa|сколько стоит|多少钱|كم (?:تكلفة|يكلف|سعر|ثمن)|いくら|얼마입니까/u,
  ],
  [
    'share',
    /\b(?:what|which) (?:\w+ )?(?:percentage|percent|proportion|share|fraction|rate|discount)\b|wie ?viel prozent|quel pourcentage|qué porcentaje|que porcentagem|quale percentuale|какой процент|百分之|百分比|نسبة|何パーセント/u,
  ],
  [
    'time',
    /\bwhen\b|\b(?:what|which) (?:\w+ )?(?:year|years|date|day|month|century|decade|time|season)\b|\bwann\b|\bin welchem jahr\b|\bquand\b|en quelle année|\bcuándo\b|en qué año|\bquando\b|\bem que ano\b|in (?:che|quale) anno|когда|в каком году|什么时候|何时|哪一?年|哪一?天|什么时间|متى|في أي (?:عام|سنة|تاريخ|يوم)|いつ|何年|언제|몇 년|เมื่อไหร่|เมื่อใด|πότε|kiedy|\bne zaman\b|khi nào/u,
  ],
  [
    'quantity',
    /\bhow (?:many|much|old|far|tall|high|big|large|deep|wide|heavy|often|fast|late|early|hot|cold|small|thick)\b|\b(?:what|which) (?:is |was |are |were )?(?:the )?(?:\w+ ){0,2}(?:number|amount|total|population|height|length|weight|size|speed|temperature|distance|score|limit|minimum|maximum|average|age|area)\b|wie ?viele?|wie (?:oft|hoch|gro(?:ß|ss)|weit|alt|tief|schwer|schnell)\b|\bcombien\b|\bcuánt[oa]s?\b|\bquant[oaie]s?\b|сколько|какова? (?:численность|высота|длина|площадь)|多少|多大|多高|多远|几[个次名岁人]|\bكم\b|كم عدد|ما عدد|いくつ|何(?:人|回|個)|몇|얼마나|เท่าไหร่|กี่|πόσ|\bile\b|\bkaç\b|bao nhiêu/u,
  ],
  [
    'name',
    /\b(?:who|whom|whose|where)\b|\b(?:what|which) (?:\w+ )?(?:person|city|town|country|state|place|company|team|university|street|island|river|name)\b|\b(?:wer|wen|wem|wo|woher|wohin)\b|\b(?:qui|où)\b|quién|dónde|\bquem\b|\bonde\b|\bchi\b|\bdove\b|\bкто\b|\bгде\b|谁|哪里|哪儿|在哪|من هو|من هي|أين|誰|どこ|누구|어디/u,
  ],
]

/** What a question asks for; `undefined` when its words do not tell. */
export const expectationOf = (question: string): Expectation | undefined => {
  const folded = fold(question).replaceAll(/\s+/g, ' ')
  return asking.find(([, words]) => words.test(folded))?.[0]
}

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

interface Marks {
  duration: RegExp | undefined
  money: RegExp | undefined
  share: RegExp | undefined
  calendar: RegExp | undefined
}

/** A number is something, but without the sign or unit that was asked for it is likely another. */
const unmarked = 0.3

const known = new Map<string, Marks>()

/** The words of a language that go with numbers and dates, as Unicode's locale data has them. */
const marksOf = (language: string): Marks => {
  const before = known.get(language)
  if (before) return before
  const unitWords = (unit: string): string[] => partsOf(language, { style: 'unit', unit, unitDisplay: 'long' })
  const currencyWords = ['EUR', 'USD', 'GBP', 'JPY', 'CNY', 'CHF', 'INR'].flatMap((currency) =>
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
  const marks = {
    duration: anyOf(['second', 'minute', 'hour', 'day', 'week', 'month', 'year'].flatMap(unitWords)),
    money: anyOf([...currencyWords, '€', '$', '£', '¥', '₹']),
    share: anyOf([...unitWords('percent'), '%', '٪', '百分之']),
    calendar: anyOf([...months, ...days]),
  }
  known.set(language, marks)
  return marks
}

/** Whether a unit or sign in a text counts something: a number stands before it, a word between at most, or right behind it. */
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
      /^\s?[\p{N}一二三四五六七八九十]/u.test(text.slice(index + found.length))
    )
  })

/** Whether a text in a script with capitals names something besides what the question names, not counting how it begins. */
const namesSomething = (text: string, question: string): number | undefined => {
  if (!/\p{Lu}/u.test(text)) return /\p{Ll}/u.test(text) ? 0 : undefined
  const asked = fold(question)
  const names = [...text.matchAll(/(?<=[\p{L}\p{N},;:)–-]\s)\p{Lu}[\p{L}\p{M}’'-]+/gu)]
  return names.some(([name]) => !asked.includes(fold(name).slice(0, 5))) ? 1 : 0
}

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
  if (expected === 'time') {
    const isDated = calendar !== undefined && folded.search(calendar) >= 0
    const isDate = isNew && (/(?<!\p{N})(?:1\d{3}|20\d\d)(?!\p{N})|\d:\d\d|\d\s*[年月日]/u.test(folded) || isDated)
    return isDate ? 1 : hasNumber || isDated ? unmarked : 0
  }
  if (expected === 'quantity') return hasNumber ? 1 : 0
  const { duration, money, share } = marks
  const mark = expected === 'duration' ? duration : expected === 'money' ? money : share
  return mark && countsMark(folded, mark) ? 1 : hasNumber ? unmarked : 0
}
