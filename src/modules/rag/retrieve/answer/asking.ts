import { fold } from '../../text/fold.ts'

/** What kind of thing a question asks for. */
export type Expectation = 'duration' | 'money' | 'share' | 'quantity' | 'time' | 'name'

/**
 * The words that ask for each, folded and each between blanks unless its script has none, the special ones first; `…` stands for
 * any ending. A question in a language that is not here is answered all the same, without this hint.
 */
const asking: [Expectation, string][] = [
  [
    'duration',
    `how (?:long|soon|quickly|many (?:\\w+ )?(?:seconds|minutes|hours|days|weeks|months|years))
    wie lange|wie ?viele? (?:minuten|stunden|tage|wochen|monate|jahre)|hoe ?lang|hoeveel (?:dagen|uur|weken|maanden|jaar)|hur länge
    combien de (?:temps|minutes|heures|jours|semaines|mois|années|ans)|cuánt[oa]s? (?:tiempo|minutos|horas|días|semanas|meses|años)
    quant[oaie]s? (?:tempo|minut[io]s?|or[ae]s?|horas?|dias?|giorni|semanas|settimane|meses|mesi|anos|anni)
    cât timp|cât de mult timp|cât[ei] (?:secunde|minute|ore|zile|săptămâni|luni)|câți ani|jak długo|ile (?:dni|godzin|minut|tygodni|miesięcy|lat)
    как долго|сколько (?:времени|минут|часов|дней|недель|месяцев|лет)|πόσο καιρό|πόση ώρα|πόσ… (?:ημέρεσ|μέρεσ|ώρεσ|λεπτά|εβδομάδεσ|μήνεσ|χρόνια|έτη)
    ne kadar süre…|kaç (?:saniye|dakika|saat|gün|hafta|ay|yıl)|bao lâu|(?:bao nhiêu|mấy) (?:giây|phút|giờ|ngày|tuần|tháng|năm)
    कितन… (?:दिन|घंटे|मिनट|सप्ताह|हफ्ते|महीने|साल|वर्ष)|कितनी देर|कितना समय|كم من الوقت|كم (?:مدة|المدة|يوما?|شهرا?|سنة|عاما?|ساعة|دقيقة)
    多久|多长时间|多少(?:天|年|个月|小时|分钟)|几(?:天|年|个月|小时|分钟)|どのくらいの期間|何(?:日間|年間|時間|ヶ月|か月)|얼마나 오래|며칠|นานเท่าไ|กี่ ?(?:วัน|ชั่วโมง|นาที|ปี|เดือน|สัปดาห์)`,
  ],
  [
    'money',
    `how much (?:\\w+ )*?(?:cost|costs|pay|paid|money|spend|spent|earn|charge|charged|worth)
    (?:what|which)(?:[’']s| is| was| are| were)? (?:the )?(?:\\w+ ){0,2}(?:price|prices|cost|costs|fee|fees|salary|budget|revenue|turnover|threshold)
    was kostet|wie teuer|wieviel kostet|wie viel kostet|(?:wat|hoeveel) kost|vad kostar|combien coûte…|quel est le prix|cuánto cuesta…|quanto custa…|quanto costa…
    cât costă|ce preț|ile kosztuj…|сколько стоит…|какова цена|πόσο κοστίζ…|ποια είναι η τιμή|kaç para|kaça|fiyatı ne…|bao nhiêu tiền|giá bao nhiêu
    क्या कीमत|कीमत क्या|कितने रुपये|كم (?:تكلفة|يكلف|سعر|ثمن)|多少钱|いくら|얼마입니까|ราคาเท่าไ|กี่ ?บาท`,
  ],
  [
    'share',
    `(?:what|which)(?:[’']s| is| was| are| were)? (?:the )?(?:\\w+ ){0,2}(?:percentage|percent|proportion|share|fraction|rate|discount)|wie ?viel prozent|hoeveel procent
    quel pourcentage|qué porcentaje|que porcentagem|quale percentuale|ce procent|jaki procent|какой процент|(?:τι|ποιο) ποσοστό|yüzde kaç…
    bao nhiêu phần trăm|कितने प्रतिशत|कितना प्रतिशत|نسبة|النسبة المئوية|百分之|百分比|何パーセント|ร้อยละ|เปอร์เซ็นต์`,
  ],
  [
    'time',
    `when|(?:what|which) (?:\\w+ )?(?:year|years|date|day|month|century|decade|time|season)|wann|in welchem jahr|wanneer|in welk jaar|när
    quand|en quelle année|cuándo|en qué (?:año|fecha)|quando|em que ano|in (?:che|quale) anno|când|în ce an|(?:în|la) ce dată|kiedy|w którym roku
    когда|в каком году|какого числа|коли|πότε|ποια (?:χρονιά|ημερομηνία|ημέρα)|ποιο έτοσ|ne zaman|hangi (?:yıl…|tarih…|gün…|ay…|yüzyıl…)|kaç yılında
    khi nào|bao giờ|(?:năm|ngày|lúc|tháng) nào|कब|किस (?:वर्ष|साल|तारीख|दिन)|متى|في أي (?:عام|سنة|تاريخ|يوم)
    什么时候|何时|哪一?年|哪一?天|什么时间|いつ|何年|언제|몇 년|เมื่อไ|เมื่อใด|ปี(?:ใด|ไหน)|วันที่เท่าไ`,
  ],
  [
    'quantity',
    `how (?:many|much|old|far|tall|high|big|large|deep|wide|heavy|often|fast|late|early|hot|cold|small|thick)
    (?:what|which)(?:[’']s| is| was| are| were)? (?:the )?(?:\\w+ ){0,2}(?:number|amount|total|population|height|length|weight|size|speed|temperature|distance|score|limit|minimum|maximum|average|age|area)
    wie ?viele?|wie (?:oft|hoch|gross|weit|alt|tief|schwer|schnell)|hoeveel|hur (?:många|mycket)|hvor (?:mange|meget|mye)|combien|cuánt[oa]s?|quant[oaie]s?
    cât|câtă|câți|câte|ile|сколько|скільки|какова? (?:численность|высота|длина|площадь)|πόσ…|kaç|kaçtır|kaç…|ne kadar…|bao nhiêu|mấy|कितन…
    كم|كم عدد|ما عدد|ما هو عدد|多少|多大|多高|多远|几[个次名岁人]|いくつ|何(?:人|回|個)|몇|얼마나|เท่าไ|กี่|จำนวนเท่าใด`,
  ],
  [
    'name',
    `who|whom|whose|where|(?:what|which) (?:\\w+ )?(?:person|city|town|country|state|place|company|team|university|street|island|river|name)
    wer|wen|wem|wo|woher|wohin|waar|vem|var|qui|où|quién|quiénes|dónde|adónde|quem|onde|chi|dove|cine|cui|unde|kto|gdzie|кто|кого|кому|где|хто|де
    ποιοσ|ποιοι|ποιον|πού|kim|kimdir|kimin|kime|nerede…|nereye|nereden|hangi (?:şehir…|ülke…|kişi…)|ai|ở đâu|nơi nào|कौन|किसने|किसके|कहाँ|कहां
    من هو|من هي|أين|谁|哪里|哪儿|在哪|誰|どこ|누구|어디|ใคร|ที่ไหน`,
  ],
]

const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]/u
const letter = String.raw`[\p{L}\p{M}\p{N}]`
/** A bar outside of brackets, or a line's end. */
const between = /\||\s*\n\s*/

/** The alternatives that stand beside each other, leaving those within brackets together. */
const alternativesOf = (list: string): string[] => {
  const found = ['']
  let depth = 0
  for (const part of list.split(/(\(\?:|\)|\||\s*\n\s*)/)) {
    if (depth === 0 && between.test(part)) found.push('')
    else {
      if (part === '(?:') depth++
      else if (part === ')') depth--
      found.push(`${found.pop() ?? ''}${part}`)
    }
  }
  return found
}

const patterns = asking.map(([expected, list]): [Expectation, RegExp] => {
  const parts = alternativesOf(list).map((words) => {
    if (unspaced.test(words)) return words
    return `(?<!${letter})(?:${words.replaceAll('…', `${letter}*`)})(?!${letter})`
  })
  return [expected, new RegExp(parts.join('|'), 'u')]
})

/** What a question asks for; `undefined` when its words do not tell. */
export const expectationOf = (question: string): Expectation | undefined => {
  const folded = fold(question).replaceAll(/\s+/g, ' ')
  return patterns.find(([, words]) => words.test(folded))?.[0]
}
