/** How a language shows in bytes: the charsets it was written in before UTF-8, and the letters it uses most. */
export interface WrittenLanguage {
  charsets: string[]
  /** The frequent characters outside ASCII, most of a text's. */
  frequent: string
  /** What share of a text's characters outside ASCII they are. */
  share: number
  /** How many other characters its charsets can write, about. */
  others: number
  /** Frequent words without letters outside ASCII, by which languages of the Latin script are told apart. */
  words?: string
}

const punctuation = '’‘“”„–—…«»°€§·'
const cyrillicCharsets = ['windows1251', 'koi8-r', 'iso88595', 'cp866', 'maccyrillic']
const westernCharsets = ['windows1252', 'iso885915', 'cp850', 'macintosh']
const centralCharsets = ['windows1250', 'iso88592', 'cp852']

/** The languages whose old charsets are told apart; of two that read the same, the first is taken. */
export const writtenLanguages: WrittenLanguage[] = [
  {
    charsets: westernCharsets,
    frequent: `éèàçêâîôûùëïœæÉÀÇÈÊ${punctuation}`,
    share: 0.97,
    others: 80,
    words: 'le la les de des du un une et est dans pour que qui pas sur par en au',
  },
  {
    charsets: westernCharsets,
    frequent: `äöüßÄÖÜé${punctuation}`,
    share: 0.97,
    others: 80,
    words: 'der die das und ist nicht ein eine mit den von zu auf im dem des wird werden',
  },
  {
    charsets: westernCharsets,
    frequent: `áéíóúñüÁÉÍÓÚÑ¿¡ºª${punctuation}`,
    share: 0.97,
    others: 80,
    words: 'el la los las de del que y en un una por con para se no es al',
  },
  {
    charsets: westernCharsets,
    frequent: `áâãàçéêíóôõúÁÂÃÉÓÇºª${punctuation}`,
    share: 0.97,
    others: 80,
    words: 'o a os as de do da que e em um uma para com se por dos das na no foi ser',
  },
  {
    charsets: westernCharsets,
    frequent: `åäöæøéÅÄÖÆØðþíáóúýÞ${punctuation}`,
    share: 0.97,
    others: 80,
    words: 'och att det som en av er og den til for med ikke kan ikkje har inte vil ei',
  },
  {
    charsets: westernCharsets,
    frequent: `àèéìòùÈÀ${punctuation}`,
    share: 0.97,
    others: 80,
    words: 'il la di che per un una non con del della dei sono al da in le si',
  },
  {
    charsets: westernCharsets,
    frequent: `àèéíïòóúüçÀÈÉ·${punctuation}`,
    share: 0.97,
    others: 80,
    words: 'el la els les de del que per un una amb no es en al dels',
  },
  {
    charsets: westernCharsets,
    frequent: `ëéïöüèóêÉ${punctuation}`,
    share: 0.97,
    others: 80,
    words: 'de het een en van is niet op te voor met zijn dat wordt kan',
  },
  {
    charsets: westernCharsets,
    frequent: `£©®¢½¼²³×±µ${punctuation}`,
    share: 0.9,
    others: 80,
    words: 'the of and to in is for that with on be',
  },
  {
    charsets: centralCharsets,
    frequent: `ąćęłńóśźżĄĆĘŁŃÓŚŹŻ${punctuation}`,
    share: 0.98,
    others: 80,
    words: 'i w na z nie do jest dla od lub przez',
  },
  {
    charsets: centralCharsets,
    frequent: `áčďéěíňóřšťúůýžľĺŕôäČŘŠŽÚÁÍ${punctuation}`,
    share: 0.98,
    others: 80,
    words: 'a je se na v do pro nebo nie sa alebo z o za po',
  },
  {
    charsets: centralCharsets,
    frequent: `áéíóöőúüűÁÉÍÓÖŐÚÜŰ${punctuation}`,
    share: 0.98,
    others: 80,
    words: 'a az nem is egy hogy ha van meg',
  },
  {
    charsets: centralCharsets,
    frequent: `ăâîşţșțĂÂÎŞŢ${punctuation}`,
    share: 0.98,
    others: 80,
    words: 'de la cu din pe nu un o este sau pentru care',
  },
  {
    charsets: centralCharsets,
    frequent: `čćžšđČĆŽŠĐ${punctuation}`,
    share: 0.98,
    others: 80,
    words: 'i je u na se za ne da ni ali in v ki',
  },
  {
    charsets: ['windows1254', 'cp857'],
    frequent: `çğıöşüâîÇĞİÖŞÜ${punctuation}`,
    share: 0.98,
    others: 80,
    words: 've bir bu da de olarak ile',
  },
  {
    charsets: ['windows1257', 'iso885913'],
    frequent: `ąčęėįšųūžČŠŽĖ${punctuation}`,
    share: 0.98,
    others: 80,
    words: 'ir yra su bei kad nuo ar',
  },
  {
    charsets: ['windows1257', 'iso885913'],
    frequent: `āčēģīķļņšūžĀČĒĪŠŪ${punctuation}`,
    share: 0.98,
    others: 80,
    words: 'un ir no uz ar nav vai par',
  },
  {
    charsets: ['windows1257', 'iso885915', 'iso885913'],
    frequent: `äõöüšžÄÕÖÜŠŽ${punctuation}`,
    share: 0.98,
    others: 80,
    words: 'ja on ei ning see kui selle',
  },
  {
    charsets: ['windows1258'],
    frequent: `ăâđêôơư\u0300\u0301\u0303\u0309\u0323ĐàáâãèéêìíòóôõùúýÂ`,
    share: 0.97,
    others: 80,
  },
  { charsets: cyrillicCharsets, frequent: 'оеаинтсрвлкмдпуяыьгз', share: 0.9, others: 90 },
  { charsets: ['windows1251', 'koi8-u', 'iso88595'], frequent: 'оаинтіервлскдумпяьзїє', share: 0.9, others: 90 },
  { charsets: ['windows1251', 'iso88595'], frequent: 'аоиеjњљћђунтсрвјдкмпл', share: 0.9, others: 90 },
  { charsets: ['windows1253', 'iso88597', 'cp737'], frequent: 'αοιετσνηυρπκμλςάόίέήύώδγ', share: 0.9, others: 90 },
  { charsets: ['windows1255', 'iso88598', 'cp862'], frequent: 'יוהלארתבמשנעקדפחםכטגצ', share: 0.95, others: 90 },
  { charsets: ['windows1256', 'iso88596'], frequent: 'اليمنرتوبةعدسفهكقحجأشطىصخ،', share: 0.92, others: 90 },
  { charsets: ['windows1256'], frequent: 'ایندرهوتمبسشکلزفگخپقچ،', share: 0.92, others: 90 },
  { charsets: ['windows874'], frequent: 'านรอกเงมยลวดทสตะปบคหแ่้ัิี์', share: 0.85, others: 70 },
  {
    charsets: ['gb18030'],
    frequent:
      '的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运，。、！？：；（）《》“”',
    share: 0.7,
    others: 6500,
  },
  {
    charsets: ['big5'],
    frequent:
      '的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運，。、！？：；（）「」',
    share: 0.7,
    others: 6500,
  },
  {
    charsets: ['shiftjis', 'eucjp'],
    frequent:
      'あいうえおかがきぎくけげこごさしじすせそただちっつてでとどなにねのはばひびふへべほまみむめもゃやゆょよらりるれろわをんアイウエオカガキクグコサシジスセタダチッテデトドナニネノハバパビピフブプベペボポマミムメモャュョラリルレロワンー、。「」・日本人年大一会国中出行者分前後自事社月間場合上下',
    share: 0.75,
    others: 6500,
  },
  {
    charsets: ['cp949'],
    frequent:
      '이다는에의가을를하고지한은로기도사어자리시서인그나아해있대정들수으일스전부라적보여장주제상것만과원공구니마게지모조동관소고국성선안년생면와제신유경비위세중했던않음까같러되습될된방당바문할행업계학때개자내드트명연회물건려거산력실용우직무분요점속터각터.,',
    share: 0.75,
    others: 8000,
  },
]
