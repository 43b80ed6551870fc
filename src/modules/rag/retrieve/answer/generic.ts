import { stemmerOf } from '../../text/stem.ts'

/**
 * Words of a question that say what kind of answer is wanted rather than what it is about; texts answer without them. Not for scripts
 * without blanks, whose pieces are parts of other words too.
 */
const lists: Record<string, string> = {
  en: `name names number amount total threshold named called call term terms word type types kind kinds sort example examples get gets become happen happens mean means
    find thing things someone something anything way ways reason reasons purpose`,
  de: `name namen anzahl zahl betrag höhe heißt heissen begriff wort art arten sorte beispiel bekommen bekomme bekommt werden passiert bedeutet finden finde darf dürfen man gibt geht ding
    jemand etwas weise grund gründe zweck`,
  fr: `nom noms nombre montant appelle appelé terme mot type types genre sorte exemple obtenir obtient devenir arrive signifie trouver faut dois puis chose choses
    quelqu quelque façon manière raison raisons but`,
  es: `nombre nombres número cantidad importe llama llamado término palabra tipo tipos clase ejemplo obtener obtiene llegar pasa significa encontrar encuentro puedo debo cosa
    cosas alguien algo manera forma razón razones propósito`,
  pt: `nome nomes número quantidade chama chamado termo palavra tipo tipos exemplo obter obtém tornar acontece significa encontrar coisa coisas alguém algo
    maneira forma razão razões`,
  it: `nome nomi numero quantità importo chiama chiamato termine parola tipo tipi genere esempio ottenere diventare succede significa trovare posso devo cosa cose qualcuno
    qualcosa modo motivo ragione scopo`,
  nl: `naam namen aantal bedrag heet genoemd term woord soort soorten type voorbeeld krijg krijgt krijgen worden gebeurt betekent vinden ding iemand iets
    manier reden doel`,
  ro: `numele nume număr numărul suma numește termen cuvânt tip tipuri fel exemplu obține deveni întâmplă înseamnă găsi lucru cineva ceva mod motiv scop`,
  ru: `имя название количество число сумма называется называют термин слово тип вид виды пример получить получает стать случится означает значит найти можно нужно надо вещь
    кто-то что-то способ причина цель`,
  el: `όνομα αριθμόσ ποσό ονομάζεται λέγεται όροσ λέξη είδοσ είδη τύποσ παράδειγμα πάρω γίνω συμβαίνει σημαίνει βρω πράγμα κάποιοσ κάτι τρόποσ λόγοσ`,
  tr: `adı adıdır sayısı miktarı adlandırılır denir terim kelime tür türü çeşit örnek almak olmak olur demek bulmak şey birisi şekilde sebep neden amaç`,
  hi: `नाम संख्या मात्रा शब्द प्रकार किस्म उदाहरण कहते कहा जाता मतलब अर्थ मिलता मिलती चीज कोई कुछ तरीका कारण उद्देश्य`,
  ar: `اسم مبلغ كمية اسمه يسمى تسمى يدعى مصطلح المصطلح كلمة نوع النوع أنواع مثال الحصول يحدث يعني تعني شيء الشيء شخص طريقة سبب السبب هدف`,
  vi: `tên gọi số lượng thuật ngữ từ loại kiểu ví dụ nhận trở thành xảy nghĩa tìm điều thứ cách lý do mục đích`,
}

const stems = new Map(
  Object.entries(lists).map(([language, words]): [string, ReadonlySet<string>] => [
    language,
    new Set(words.trim().split(/\s+/).map(stemmerOf(language))),
  ]),
)

/** Whether a word of a question only says what kind of answer is wanted, in any of these languages. */
export const isGeneric = (word: string, languages: readonly string[]): boolean =>
  languages.some((language) => stems.get(language)?.has(stemmerOf(language)(word)) ?? false)
