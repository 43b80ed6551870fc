import { fold } from '../../text/fold.ts'

/** What kind of thing a question asks for. */
export type Expectation =
  | 'webAddress'
  | 'emailAddress'
  | 'telephone'
  | 'frequency'
  | 'duration'
  | 'money'
  | 'share'
  | 'mass'
  | 'extent'
  | 'volume'
  | 'temperature'
  | 'time'
  | 'quantity'
  | 'name'

/**
 * The words that ask for each, folded and each between blanks unless its script has none, the special ones first; `…` stands for
 * any ending. A question in a language that is not here is answered all the same, without this hint.
 */
const asking: [Expectation, string][] = [
  [
    'webAddress',
    `urls?|web ?addresse?s?|homepage|links? (?:to|for|of)|(?:what|which|where)(?:[’']s| is| are)? (?:the )?(?:\\w+ ){0,3}(?:links?|web ?page|web ?site|home ?page)|addresse?s? of (?:\\S+ ){0,4}(?:page|site|portal|website|server)
    internetadresse…|webadresse…|(?:welche|wie lautet die) (?:\\S+ )?(?:webseite|website|adresse d\\S+ (?:\\S+ )?\\S*(?:portals?|seite|shops?))|link (?:zum|zur|für)|adresse (?:web|internet|du (?:site|portail))|lien (?:vers|du|de|pour)|quel est le (?:lien|site)
    (?:enlace|link) (?:al?|del?|para)|dirección (?:web|de (?:la página|internet))|cuál es (?:el (?:enlace|sitio web)|la página web)|endereço (?:web|d[eo] (?:site|página))|indirizzo (?:web|del (?:sito|portale))|qual è il (?:link|sito)|qual é o (?:link|site)
    adresa (?:web|site…)|ссылк… на|адрес (?:сайта|страницы|портала)|какой сайт|σύνδεσμοσ για|διεύθυνση τησ (?:σελίδασ|ιστοσελίδασ)|web (?:adresi…|sitesi…)|internet (?:adresi…|sitesi…)|bağlantısı (?:ne|nedir)
    địa chỉ (?:web|trang)|đường dẫn|liên kết (?:đến|tới|là)|वेबसाइट (?:क्या|का)|लिंक क्या|رابط|عنوان الموقع|网址|網址|链接(?:是|在)|网站(?:是|地址)|リンク(?:は|を)|サイト(?:は|の)|웹사이트(?:는|가|주소)|เว็บไซต์(?:คือ|อะไร)|ลิงก์(?:คือ|อะไร)`,
  ],
  [
    'emailAddress',
    `e-?mail address…|mail address…|e-?mail (?:of|for)|(?:what|which)(?:[’']s| is| are)? (?:\\S+ ){0,4}e-?mails?|e-?mail-?adresse…|wie lautet die (?:e-?)?mail…|adresse (?:e-?mail|mail|électronique)|courriel (?:de|du)|correo electrónico|dirección de correo|endereço de e-?mail|indirizzo (?:e-?mail|di posta)
    adresa de e-?mail|адрес… (?:электронной )?почты|электронн… почт…|e-posta adresi…|διεύθυνση (?:e-?mail|ηλεκτρονικού)|địa chỉ e-?mail|ईमेल (?:पता|क्या)|عنوان البريد|البريد الإلكتروني|邮箱(?:是|地址)|邮件地址|電子郵件地址|メールアドレス|이메일 ?주소|อีเมล(?:คือ|อะไร)|ที่อยู่อีเมล`,
  ],
  [
    'telephone',
    `(?:tele)?phone numbers?|(?:phone|fax|mobile|telephone|contact) (?:number|no)|(?:what|which)(?:[’']s| is| are)? (?:\\S+ ){0,4}(?:phone|telephone|extension|hotline)|(?:what|which) number|telefonnummer…|rufnummer…|durchwahl|numéro de (?:téléphone|portable)|(?:quel|à quel) (?:est le )?(?:numéro|téléphone)
    (?:número|cuál es el) (?:de )?teléfono|(?:a )?qué (?:número|teléfono)|número de telefone|qual (?:é o )?telefone|(?:numero di|che|qual è il) telefono|(?:a )?che numero|număr… de telefon|номер… телефона|как(?:ой|ому) (?:\\S+ )?телефон…
    (?:αριθμόσ )?τηλεφών…|τηλέφωνο|telefon numara…|telefonu (?:ne|kaç)|số điện thoại|(?:फ़ोन|फोन) (?:नंबर|नम्बर)|رقم (?:الهاتف|هاتف|الجوال)|电话(?:号码)?(?:是|为)?多少|电话号码|電話號碼|電話番号|电话是|전화 ?번호|หมายเลขโทรศัพท์|เบอร์โทร`,
  ],
  [
    'frequency',
    `how (?:often|frequently|regularly|many times)|wie (?:oft|häufig)|hoe vaak|hur ofta|hvor ofte|(?:à quelle )?fréquence|combien de fois|tous les combien|(?:con qué|cada cuánt…) ?(?:frecuencia)?|cada cuánto|cuántas veces
    com que frequência|quantas vezes|ogni quanto|quante volte|con che frequenza|cât de des|jak często|как часто|сколько раз|πόσο συχνά|πόσεσ φορέσ|ne sıklık…|kaç (?:kez|kere|defa)|bao lâu một lần|mấy lần|कितनी बार|كم مرة
    多久一次|多长时间一次|几次|多少次|何回|どのくらいの頻度|얼마나 자주|몇 번|บ่อยแค่ไหน|กี่ครั้ง`,
  ],
  [
    'mass',
    `how heavy|(?:how much|what) (?:does|do|did) (?:\\w+ ){1,4}weigh|(?:what|which)(?:[’']s| is| was| are| were)? (?:the )?(?:\\w+ ){0,2}weight|wie schwer|wieviel wiegt|wie ?viel wiegt|gewicht|hoe zwaar
    combien pèse…|poids|cuánto pesa…|peso|quanto pesa…|cât cântărește|ile waży|сколько весит|вес|πόσο ζυγίζει|ağırlığı…|kaç (?:kilo|kg|gram)…|nặng bao nhiêu|वजन|كم يزن|الوزن|وزن|多重|重量|重さ|무게|น้ำหนัก`,
  ],
  [
    'extent',
    `how (?:tall|deep|wide|thick)|(?:what|which)(?:[’']s| is| was| are| were)? (?:the )?(?:\\w+ ){0,2}(?:height|length|width|depth|distance|dimensions?|diameter|range)
    wie (?:weit|tief|breit)|hoe (?:ver|diep|breed)|quelle (?:distance|longueur|largeur|hauteur)|qué (?:distancia|longitud|altura|anchura)|какова (?:длина|высота|ширина)|какое расстояние|多远|多高|多长|多宽|どのくらいの(?:高さ|長さ|幅)`,
  ],
  [
    'volume',
    `how much (?:water|fuel|oil|milk|coffee|liquid|volume)|how many (?:lit(?:er|re)s|gallons|millilit(?:er|re)s)|wie ?viel wasser|wie ?viele? liter|combien (?:de litres|d'eau)|cuánt[ao]s? (?:litros|agua)|quant[aio]s? (?:litri|acqua|litros|água)|сколько (?:литров|воды)`,
  ],
  [
    'temperature',
    `how (?:hot|cold|warm)|(?:what|which)(?:[’']s| is| was| are| were)? (?:the )?(?:\\w+ ){0,2}temperature|wie (?:heiss|kalt|warm|viel grad)|welche temperatur|bei welcher temperatur|(?:à )?quelle température|(?:a )?qué temperatura|(?:a )?(?:che|que) temperatura
    (?:при )?какой? температур…|kaç derece…|nhiệt độ|तापमान|درجة الحرارة|درجة حرارة|温度|何度|온도|몇 도|อุณหภูมิ`,
  ],
  [
    'duration',
    `how (?:long|soon|quickly|many (?:\\w+ )?(?:seconds|minutes|hours|days|weeks|months|years))
    what(?:[’']s| is| was| are) the (?:\\w+ ){0,3}(?:duration|period)
    wie lange|welche (?:frist|dauer)|quel(?:le)? (?:est )?(?:le )?(?:délai|durée)|qué plazo|cuál es (?:el plazo|la duración)|qual è (?:la durata|il termine)|какой срок|какова продолжительность|ما (?:هي )?مدة|wie ?viele? (?:minuten|stunden|tage|wochen|monate|jahre)|hoe ?lang|hoeveel (?:dagen|uur|weken|maanden|jaar)|hur länge
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
    `when|until when|by when|(?:at|from) what time|(?:what|which) (?:\\w+ )?(?:year|years|date|day|month|century|decade|time|season)|wann|in welchem jahr|wanneer|in welk jaar|när
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

const asWords = (words: readonly string[]): string =>
  `(?<!${letter})(?:${words.map((word) => word.replaceAll('…', `${letter}*`)).join('|')})(?!${letter})`

const patterns = asking.map(([expected, list]): [Expectation, RegExp] => {
  const alternatives = alternativesOf(list)
  const spaced = alternatives.filter((words) => !unspaced.test(words))
  const parts = alternatives.filter((words) => unspaced.test(words))
  return [expected, new RegExp([...(spaced.length > 0 ? [asWords(spaced)] : []), ...parts].join('|'), 'u')]
})

/** Of these the words name what is asked for, and answers repeat them: `what discount`, `how tall`. */
const repeated: ReadonlySet<Expectation> = new Set([
  'money',
  'share',
  'quantity',
  'mass',
  'extent',
  'temperature',
  'volume',
])

/** What the phrases of the others spell out, and no word that stands between. */
const spelt = new Set(
  asking.flatMap(([kind, list]) => (repeated.has(kind) ? [] : (list.match(/[\p{L}\p{M}]{2,}/gu) ?? []))),
)

const normalised = (question: string): string => fold(question).replaceAll(/\s+/g, ' ')

/** What a question asks for; `undefined` when its words do not tell. */
export const expectationOf = (question: string): Expectation | undefined => {
  const folded = normalised(question)
  return patterns.find(([, words]) => words.test(folded))?.[0]
}

const ways = new RegExp(
  [
    `(?<!${letter})(?:where|how|wo|woher|wohin|wie|où|comment|dónde|cómo|onde|como|dove|come|waar|hoe|unde|cum|gdzie|jak|где|куда|как|де|як|πού|πωσ|πώσ|nere(?:de|den|ye)${letter}*|nasıl|कहाँ|कहां|कैसे|أين|كيف|ở đâu|làm (?:thế nào|sao))(?!${letter})`,
    '哪里|哪儿|在哪|怎么|怎麼|怎样|如何|どこ|どう|方法|어디|어떻게|ที่ไหน|อย่างไร|ยังไง',
  ].join('|'),
  'u',
)

/** Whether a question asks for the address of a page, or where or how to do something, which one may answer. */
export const asksForAddress = (question: string): boolean => {
  const expected = expectationOf(question)
  if (expected === 'webAddress') return true
  return (expected === undefined || expected === 'name') && ways.test(normalised(question))
}

/** The words by which a question tells what kind of thing it asks for, folded; answers do without them. */
export const askingWordsOf = (question: string): ReadonlySet<string> => {
  const folded = normalised(question)
  const counting = patterns.find(([kind]) => kind === 'quantity')?.[1]
  const phrases = patterns.flatMap(([kind, words]) => {
    const phrase = repeated.has(kind) ? undefined : words.exec(folded)?.[0]
    // `How many weeks` is answered in weeks.
    return phrase === undefined || (kind === 'duration' && counting?.test(phrase) === true) ? [] : [phrase]
  })
  return new Set(phrases.flatMap((phrase) => phrase.match(/[\p{L}\p{M}]+/gu) ?? []).filter((word) => spelt.has(word)))
}
