import { stemmerOf } from '../../text/stem.ts'

/**
 * Words of a question that say what kind of answer is wanted rather than what it is about; texts answer without them. Not for scripts
 * without blanks, whose pieces are parts of other words too.
 */
const lists: Record<string, string> = {
  en: `name names number amount total threshold named called call term terms word type types kind kinds sort example examples get gets become happen happens mean means
    find thing things someone something anything way ways reason reasons purpose
    take takes taken last lasts fit fits keep keeps kept use uses used using need needs needed want wants come comes go goes give gives given make makes put let bring brings possible allowed permitted
    able supposed exactly usually normally currently really actually ever long information info details`,
  de: `name namen anzahl zahl betrag höhe heißt heissen begriff wort art arten sorte beispiel bekommen bekomme bekommt werden passiert bedeutet finden finde darf dürfen man gibt geht ding
    jemand etwas weise grund gründe zweck
    dauert dauern nehmen nimmt brauche braucht benötige muss kommt kommen gehen macht machen gilt gelten möglich erlaubt gestattet genau normalerweise eigentlich lange informationen lautet beträgt benutzen verwenden will möchte`,
  fr: `nom noms nombre montant appelle appelé terme mot type types genre sorte exemple obtenir obtient devenir arrive signifie trouver faut dois puis chose choses
    quelqu quelque façon manière raison raisons but
    temps dure durer prend prendre besoin vient va aller fait donne mettre met possible permis autorisé exactement normalement longtemps information informations utiliser utilise puis-je dois-je est-il est-ce`,
  es: `nombre nombres número cantidad importe llama llamado término palabra tipo tipos clase ejemplo obtener obtiene llegar pasa significa encontrar encuentro puedo debo cosa
    cosas alguien algo manera forma razón razones propósito
    dura durar tarda tarda lleva tomar toma necesito necesita viene va ir hace hacer da poner pone posible permitido permite exactamente normalmente tiempo información usar usa utilizar se puede hay qué`,
  pt: `nome nomes número quantidade chama chamado termo palavra tipo tipos exemplo obter obtém tornar acontece significa encontrar coisa coisas alguém algo
    maneira forma razão razões
    dura demora leva tomar preciso precisa vem vai ir faz fazer dá pôr possível permitido exatamente normalmente tempo informação informações usar usa utilizar posso devo`,
  it: `nome nomi numero quantità importo chiama chiamato termine parola tipo tipi genere esempio ottenere diventare succede significa trovare posso devo cosa cose qualcuno
    qualcosa modo motivo ragione scopo
    dura durare ci vuole prende prendere serve bisogno viene va andare fa fare faccio dà mettere metto possibile permesso consentito esattamente normalmente tempo informazioni usare usa utilizzare`,
  nl: `naam namen aantal bedrag heet genoemd term woord soort soorten type voorbeeld krijg krijgt krijgen worden gebeurt betekent vinden ding iemand iets
    manier reden doel
    duurt duren nemen neemt nodig heb komt gaat gaan maakt maken geldt mogelijk toegestaan precies normaal lang informatie gebruiken gebruik wil mag moet`,
  ro: `numele nume număr numărul suma numește termen cuvânt tip tipuri fel exemplu obține deveni întâmplă înseamnă găsi lucru cineva ceva mod motiv scop
    durează dura ia lua nevoie vine merge face fac dă pune posibil permis exact normal timp informații folosi folosesc pot trebuie vreau`,
  ru: `имя название количество число сумма называется называют термин слово тип вид виды пример получить получает стать случится означает значит найти можно нужно надо вещь
    кто-то что-то способ причина цель
    длится длиться занимает взять берёт нужен нужна идёт делать делает даёт возможно разрешено разрешается можно точно обычно долго время информация использовать используется хочу должен можете узнать есть`,
  el: `όνομα αριθμόσ ποσό ονομάζεται λέγεται όροσ λέξη είδοσ είδη τύποσ παράδειγμα πάρω γίνω συμβαίνει σημαίνει βρω πράγμα κάποιοσ κάτι τρόποσ λόγοσ
    διαρκεί κρατάει παίρνει χρειάζομαι χρειάζεται έρχεται πάει κάνω κάνει δίνει βάζω δυνατόν επιτρέπεται ακριβώσ συνήθωσ χρόνοσ πληροφορίεσ χρησιμοποιώ μπορώ πρέπει θέλω`,
  tr: `adı adıdır sayısı miktarı adlandırılır denir terim kelime tür türü çeşit örnek almak olmak olur demek bulmak şey birisi şekilde sebep neden amaç
    sürer sürüyor gerekir gerekiyor lazım gelir gider yapar yapmalıyım yapabilirim verir koyar mümkün izin veriliyor tam genellikle uzun bilgi kullanmak kullanabilir miyim ediyor ederim istiyorum`,
  hi: `नाम संख्या मात्रा शब्द प्रकार किस्म उदाहरण कहते कहा जाता मतलब अर्थ मिलता मिलती चीज कोई कुछ तरीका कारण उद्देश्य
    लगता लगती लगेगा चाहिए आता जाता करना करूं करें करे देता रखना संभव अनुमति जानकारी उपयोग इस्तेमाल सकता सकते सकती समय`,
  ar: `اسم مبلغ كمية اسمه يسمى تسمى يدعى مصطلح المصطلح كلمة نوع النوع أنواع مثال الحصول يحدث يعني تعني شيء الشيء شخص طريقة سبب السبب هدف
    يستغرق تستغرق يستمر يلزم أحتاج يحتاج يأتي يذهب يفعل أفعل يعطي يمكن يمكنني ممكن مسموح بالضبط عادة وقت معلومات استخدام يجب أريد هل`,
  vi: `tên gọi số lượng thuật ngữ từ loại kiểu ví dụ nhận trở thành xảy nghĩa tìm điều thứ cách lý do mục đích
    mất kéo dài cần đến đi làm cho đặt được phép có thể chính xác thường lâu thông tin sử dụng dùng phải muốn`,
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
