/**
 * Words that carry grammar and no topic, and the words that questions are made of. They are dropped from questions only, never
 * from documents, and tell the language of a text.
 */
const lists: Record<string, string> = {
  en: `a an the and or but if then than as of at by for from in into on onto to with about is are was were be been being am do does did
    has have had having it its this that these those there their they them he she his her him we our us you your i my me not no nor so such
    what which who whom whose when where why how will would can could shall should may might must much many any some also just
    only other s t`,
  de: `der die das den dem des ein eine einer eines einem einen und oder aber wenn als wie von bei für aus in im ins an am auf zu zum zur
    mit über ist sind war waren sein wird werden wurde wurden hat haben hatte hatten es er sie ihr ihre ihren wir uns du ich nicht kein
    keine so was welche welcher welches welchen welchem wer wen wem wessen wann wo warum wieso wohin woher kann können konnte soll sollte
    muss auch nur noch nach vor dass sich durch um bis viel viele wieviel`,
  fr: `le la les un une des du de d l et ou mais si que qu qui quoi dont où quand comment pourquoi combien quel quelle quels quelles ce cet
    cette ces il elle ils elles on nous vous je tu se sa son ses leur leurs ne pas plus en y au aux à par pour sur dans avec sans est sont
    était étaient être été a ont avait avoir fait peut comme aussi lequel laquelle`,
  es: `el la los las un una unos unas de del al a y o u pero si que qué quien quién quienes cuál cuáles cuándo dónde cómo por para con sin
    sobre en entre es son era eran fue fueron ser sido está están estaba ha han había hay se su sus lo le les no ni más como cuando donde
    cuánto cuántos cuántas cuánta este esta estos estas ese esa esto eso también muy puede porque desde hasta nos yo`,
  pt: `o a os as um uma uns umas de do da dos das em no na nos nas ao aos à às e ou mas se que quem qual quais quando onde como por para
    com sem sobre entre é são era eram foi foram ser sido está estão tem têm tinha há seu sua seus suas não nem mais este esta isso também
    muito pode porque até pelo pela quanto quantos quantas eu ele ela`,
  it: `il lo la i gli le un uno una di del dello della dei degli delle a al allo alla ai agli alle da dal dalla in nel nella nei nelle con
    su sul sulla per tra fra e o ma se che chi cui quale quali quando dove come perché quanto quanti quante è sono era erano fu furono
    essere stato ha hanno aveva si suo sua suoi non più anche questo questa cosa l d ed`,
  nl: `de het een en of maar als dan van bij voor uit in op aan te tot met over is zijn was waren worden wordt werd werden heeft hebben had
    er hij zij ze we wij je ik niet geen zo wat welke welk wie wiens wanneer waar waarom hoe kan kunnen ook nog naar dat die dit deze om
    hoeveel door`,
  sv: `och eller men om som än av vid för från i på till med är var vara varit blir blev har hade det den de ett en han hon vi jag inte ingen
    så vad vilken vilket vilka vem vems när där varför hur kan kunde ska också bara att sig sin under efter många mycket`,
  da: `og eller men hvis som end af ved for fra i på til med er var være været bliver blev har havde det den de et en han hun vi jeg ikke
    ingen så hvad hvilken hvilket hvilke hvem hvis hvornår hvor hvorfor hvordan kan kunne skal også kun at sig sin under efter mange meget`,
  no: `og eller men hvis som enn av ved for fra i på til med er var være vært blir ble har hadde det den de et en han hun vi jeg ikke ingen
    så hva hvilken hvilket hvilke hvem når hvor hvorfor hvordan kan kunne skal også bare at seg sin under etter mange mye`,
  fi: `ja tai mutta jos kuin on ovat oli olivat olla ollut se ne hän he me minä sinä ei eivät että joka jotka mikä mitä mitkä kuka ketkä
    kenen milloin missä mistä mihin miksi miten kuinka monta paljon myös vain kun niin sen hänen oliko onko`,
  hu: `a az egy és vagy de ha mint van vannak volt voltak lesz nem sem hogy aki ami amely mi mit ki kit kinek mikor hol hová honnan miért
    hogyan hány mennyi melyik milyen is csak ez azt ezt meg el ezek azok`,
  ro: `și sau dar dacă ca de la din în pe cu pentru prin este sunt era erau a fost fi au are avea un o unei unui al ale ai cel cea cei cele
    nu mai se să care ce cine când unde cum cât câți câte cui acest această acestea sau lui ei lor despre între după`,
  cs: `a i nebo ale pokud jako z ze v ve na do od s se si k ke u o po pro při je jsou byl byla bylo byli být má mají co kdo kdy kde kam proč jak
    jaký jaká jaké který která které kolik čí ne není to ten ta ty tento tato už také jen že aby`,
  pl: `a i lub ale jeśli jak z ze w we na do od się k u o po dla przy jest są był była było byli być ma mają co kto kiedy gdzie dlaczego jaki
    jaka jakie który która które ile czyj czy nie to ten ta te że aby także tylko oraz przez jego jej ich`,
  tr: `ve veya ya da de ama eğer ile için gibi kadar bir bu şu o ne neler nedir kim kimdir kimin hangi hangisi nerede nereye nereden nasıl neden
    niçin zaman kaç kaçtır mi mı mu mü midir değil en daha çok olan olarak olduğu oldu olan var yok sonra önce göre tarafından ki hem ise`,
  ru: `и или но если как из в во на до от с со к ко у о об по для при за под над это этот эта эти тот та те что чего чему чем кто кого кому
    кем когда где куда откуда почему зачем какой какая какое какие каких каким который которая которое которые сколько чей чья не ни был
    была было были быть есть является его её их он она они мы вы я себя также только же бы ли так`,
  uk: `і й та або але якщо як з із в у на до від зі к о об по для при за під над це цей ця ці той та те що чого чому хто кого кому ким коли де
    куди звідки який яка яке які якого скільки чий не ні був була було були бути є його її їх він вона вони ми ви я також тільки же би чи`,
  el: `ο η το οι τα του τησ των τον την τη τουσ τισ και ή αλλά αν από σε στο στη στην στον στα στισ στουσ με για προσ ωσ είναι ήταν έχει
    έχουν είχε να θα δεν δε μη που πωσ πού πώσ τι ποιοσ ποια ποιο ποιοι ποιεσ ποιον ποιουσ πότε γιατί πόσο πόσα πόσοι πόσεσ όταν
    όπωσ ένα μια ένασ μία αυτό αυτή αυτόσ αυτά κατά μετά τι`,
  ar: `في من إلى الى على عن مع هو هي هم هذا هذه ذلك تلك التي الذي الذين كان كانت يكون تكون ليس لم لن لا ما ماذا متى أين اين كيف لماذا كم هل أي
    اي أية من ومن وفي و أو او ثم بل لكن إن ان أن إذا اذا قد لقد كل بعد قبل عند بين منذ حتى غير بعض تم هناك عدد ماهو ماهي`,
  fa: `و در به از که این آن را با برای است بود بودند شد شده می ها های یک تا بر هم یا اما اگر چه چرا کجا کی چگونه چند کدام کسی آیا او
    آنها ما من نیز هر نه`,
  he: `של את על אל עם הוא היא הם זה זו זאת אשר כי לא או אם גם רק כל מה מי מתי איפה היכן איך למה מדוע כמה איזה איזו אילו היה היתה היו יש אין`,
  hi: `का की के को से में पर और या है हैं था थी थे हो होता होती होते हुआ हुई हुए ने यह वह ये वे इस उस इन उन जो कि क्या कौन किस किसने किसके किसकी
    किसका किसे कब कहाँ कहां क्यों कैसे कितने कितना कितनी कौन कौनसा कौनसी कौन-सा नहीं न भी ही तो एक लिए साथ तक द्वारा गया गई गए कर करने किया
    अपने बाद जब`,
  id: `yang dan di ke dari untuk dengan pada adalah ini itu atau tidak dalam oleh sebagai akan telah juga karena apa siapa kapan mana dimana
    mengapa kenapa bagaimana berapa apakah para ada bisa dapat ia mereka kami kita saya anda`,
  vi: `và hoặc nhưng nếu của cho từ trong trên dưới với là được bị có không những các một này đó kia ai gì nào khi đâu sao thế bao nhiêu như
    đã đang sẽ tại vì ở ra vào lại cũng chỉ đến về theo mà thì mấy làm`,
  zh: `的 了 是 在 和 与 或 有 个 为 被 把 这 那 哪 谁 什么 甚么 哪个 哪些 哪里 哪儿 怎么 怎样 如何 为什么 为何 何时 多少 几 吗 呢 吧 啊 其 之 以 及 哪一 哪种
    多久 多大 何种 是否 什麼 哪個 怎麼 為什麼`,
  ja: `の に は を た が で て と し れ さ ある いる も する から な こと として い や など なっ ない この ため その よう また もの という です ます か 何 誰 いつ どこ
    なぜ どう どの どれ いくつ どのように ですか ますか`,
  ko: `은 는 이 가 을 를 의 에 에서 와 과 도 로 으로 하다 무엇 누구 언제 어디 왜 어떻게 어떤 몇 얼마나 입니까 인가 니까`,
  th: `ที่ และ หรือ ของ ใน การ เป็น มี ไม่ ได้ ให้ จาก กับ โดย นี้ นั้น อะไร ใคร เมื่อไหร่ เมื่อใด ที่ไหน ทำไม อย่างไร เท่าไหร่ เท่าไร กี่ ใด ไหน ว่า จะ ก็
    คือ อยู่`,
}

/** The function words of each language, folded. */
export const functionWords: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(lists).map(([language, words]) => [language, new Set(words.trim().split(/\s+/))]),
)

/** For each function word the languages it belongs to. */
export const languagesOfWord: ReadonlyMap<string, readonly string[]> = (() => {
  const byWord = new Map<string, string[]>()
  for (const [language, words] of functionWords)
    for (const word of words) byWord.set(word, [...(byWord.get(word) ?? []), language])
  return byWord
})()
