/** What people say around a question, in the languages that most write in; it asks nothing itself. */
const greetings = String.raw`(?:(?:hi|hey)(?=\s)|(?:hi|hello|hey|dear|good (?:morning|afternoon|evening)|hallo|guten (?:tag|morgen|abend)|bonjour|bonsoir|salut|hola|buenos días|buenas (?:tardes|noches)|olá|bom dia|ciao|buongiorno|привет|здравствуйте|добрый день|merhaba|γεια σας|नमस्ते|bună ziua|xin chào|مرحبا|السلام عليكم|你好|您好|สวัสดี)(?: (?:there|all|team|everyone|zusammen|à tous|a todos))?(?=\s*[,!.，。！:]| (?:there|all|team)\b))(?: (?:there|all|team|everyone))?[\s,!.，。！:]+`
const requests = [
  'please|kindly|(?:so|ok|okay|well)(?=,)',
  '(?:can|could|would|will) (?:you|someone|anyone) (?:please |kindly )?(?:tell|show|explain(?: to)?|give|remind|help|let) (?:me|us)(?: know| understand| find(?: out)?)?(?: (?:about|on))?',
  '(?:tell|show|give|remind) (?:me|us)(?: (?:more|everything|all|something|a bit))?(?: (?:about|on))?',
  '(?:any |some |more )?info(?:rmation)? (?:about|on)',
  "i(?: would|[’']d)? (?:like|love|want|need) to (?:know|find out|learn)",
  "i(?: am|[’']m) (?:wondering|curious|looking for|trying to find)",
  '(?:do|does) (?:you|anyone|anybody) (?:happen to )?know',
  '(?:what|how) about|explain|describe|(?:list|name|enumerate)(?= (?:all|the|every|of|our|your)\\b)',
  '(?:kannst du|können sie|könntest du|könnten sie) (?:mir|uns) (?:bitte )?(?:sagen|erklären|zeigen)|(?:sag|sagen sie|erzähl|erzählen sie) (?:mir|uns)(?: bitte)?(?: (?:etwas|mehr))?(?: über)?|ich (?:möchte|würde gerne?|will) wissen|bitte',
  '(?:peux-tu|pouvez-vous|pourriez-vous) (?:me|nous) (?:dire|expliquer|montrer)|(?:dis|dites|expliquez|montrez)-moi|parlez-moi de|je (?:voudrais|veux|aimerais) savoir',
  '(?:puedes?|podrías?|pueden) (?:decirme|explicarme|contarme)|dime|dígame|cuéntame|háblame de|(?:quiero|quisiera|me gustaría) saber|por favor',
  '(?:pode|poderia) (?:me )?(?:dizer|explicar)|diga-me|gostaria de saber|(?:puoi|può|potrebbe) dirmi|dimmi|vorrei sapere|per favore',
  '(?:подскажите|скажите|расскажите|расскажи|скажи)(?:,? пожалуйста)?,?(?: мне)?(?: (?:о|об|про))?|(?:я )?(?:хочу|хотел бы|хотела бы) (?:знать|узнать)|пожалуйста',
  '(?:bana |lütfen )+(?:söyle\\S*)?|(?:μπορείτε|μπορείς) να μου πε(?:ίτε|ις)|πείτε μου|θα ήθελα να (?:μάθω|ξέρω)|îmi (?:poți|puteți) spune|spune(?:ți)?-mi|aș vrea să știu|(?:कृपया|मुझे) (?:मुझे )?(?:बताएं|बताइए|बताओ)?|(?:vui lòng )?cho tôi biết',
  '(?:من فضلك|لو سمحت|أخبرني|هل (?:يمكنك|تستطيع) (?:أن تخبرني|إخباري)|أريد أن أعرف)(?: عن)?',
].join('|')
const unspacedRequests =
  '请问|請問|(?:你|您)?(?:能|可以)?(?:请)?告诉我|我想(?:要)?知道|麻烦(?:你|您)|教えてください|ช่วยบอก(?:ฉัน|ผม)?(?:หน่อย)?(?:ว่า)?'
const leading = new RegExp(
  `^(?:\\s*(?:${greetings}|(?:${requests})(?=[\\s,:]|$)(?:\\s*[,:])?|(?:${unspacedRequests})[，,：:]?))+(?:\\s*(?:if|whether|ob|si|се|что|ли)(?=\\s))?\\s*`,
  'iu',
)
const trailing =
  /[\s,，;.!]*(?:please|thanks(?: a lot| in advance)?|thank you(?: very much| so much)?|thx|cheers|bitte|danke(?: schön)?|vielen dank|merci(?: d’avance| beaucoup)?|s[’']il (?:vous|te) pla[iî]t|gracias|por favor|obrigad[oa]|grazie|per favore|спасибо|пожалуйста|teşekkürler|lütfen|ευχαριστώ|mulțumesc|धन्यवाद|cảm ơn|شكرا|谢谢|謝謝|ขอบคุณ)[\s.!。！]*$/iu
const thanksAfter = /(?<=[?？؟;!.])\s*(?:\p{L}+\s*){1,4}[!.。！]*$/u

/** A question without greetings, thanks and phrases of request; as it is, where nothing else would be left. */
export const bareQuestion = (text: string): string => {
  let bare = text.trim()
  const after = thanksAfter.exec(bare)
  if (after && trailing.test(` ${after[0].trim()}`)) bare = bare.slice(0, after.index)
  bare = bare.replace(trailing, '').replace(leading, '')
  return /[\p{L}\p{N}]{2}|[\p{sc=Han}\p{N}]/u.test(bare) ? bare.trim() : text.trim()
}

const askingWord = String.raw`(?:what(?:[’']s)?|when|where|who|whom|whose|which|why|how|is|are|do|does|did|can|may|must|will|was|wann|wo|wer|wie|wieviele?|welche[rsn]?|warum|que|quoi|quand|où|qui|comment|combien|quel(?:le)?s?|pourquoi|qué|cuándo|dónde|quién(?:es)?|cómo|cuánt[oa]s?|cuál(?:es)?|quando|onde|quem|como|quant[oaie]s?|qual|dove|chi|che|что|когда|где|кто|как|сколько|как(?:ой|ая|ое|ие)|почему|πότε|πού|ποι(?:ος|α|ο)|πώς|πόσ(?:ο|α|οι|ες)|τι|când|unde|cine|ce|cum|câ(?:t|te|ți)|ne zaman|nerede|kim|kaç|nasıl|कब|कहाँ|कौन|क्या|कितने|khi nào|ai|bao nhiêu)`
const conjunction = new RegExp(
  String.raw`\s*,?\s+(?:and|und|et|y|e|и|και|și|ve|और|và|oraz|en|och|og)\s+(?=${askingWord}\s)|\s+و(?=(?:متى|أين|كم|كيف|ماذا|من هو|من هي)\s)|[，,、]?(?:以及|并且|还有|和)(?=(?:什么时候|何时|谁|哪里|多少|怎么|如何))`,
  'iu',
)
const mostParts = 3

/** The parts of a question that asks several things: sentences that ask, and what is joined by `and how`. One where it asks one. */
export const partsOf = (text: string): string[] =>
  (text.match(/[^?？؟]+[?？؟]*/gu) ?? [text])
    .flatMap((sentence) => sentence.split(conjunction))
    .map((part) => part.trim())
    .filter((part) => /[\p{L}\p{N}]/u.test(part))
    .slice(0, mostParts)
