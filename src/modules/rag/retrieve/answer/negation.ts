import { fold } from '../../text/fold.ts'

/** The words that deny what a sentence says, folded; `…` stands for any ending. What is said with `without` is not denied. */
const denying: Record<string, string> = {
  en: "not|no|never|none|nobody|nothing|neither|nor|cannot|…n['’]t",
  de: 'nicht|kein…|nie|niemals|niemand|nichts',
  fr: "ne|n['’]…|pas|jamais|aucun…|rien|personne",
  es: 'no|nunca|ningun…|ningún|nadie|jamás|tampoco|nada',
  pt: 'não|nunca|nenhum…|ninguém|jamais',
  it: 'non|mai|nessun…|niente',
  nl: 'niet|geen|nooit|niemand|niets',
  sv: 'inte|ej|aldrig|ingen|inget|inga',
  da: 'ikke|ej|aldrig|ingen|intet',
  no: 'ikke|ei|aldri|ingen|intet',
  pl: 'nie|nigdy|żaden|żadn…|nikt',
  cs: 'ne|není|nikdy|žádn…|nelze|ne…',
  ru: 'не|нет|нельзя|никогда|ни|никто|ничего',
  uk: 'не|немає|не можна|ніколи|ні|ніхто',
  el: 'δεν|μη|μην|όχι|ποτέ|κανείσ|καν…',
  ro: 'nu|nici|niciodată|nimeni|nimic|n-…',
  tr: 'değil…|yok…|hiç|asla|olmayan|…s[iıuü]z',
  hi: 'नहीं|नही|न|मत|कभी नहीं',
  vi: 'không|chưa|chẳng|đừng|cấm',
  id: 'tidak|bukan|jangan|belum',
  ar: 'لا|لم|لن|ليس…|غير|ممنوع',
  fa: 'نه|نمی…|نیست…|هیچ',
  he: 'לא|אין|אינ…|אסור',
  zh: '不|没|沒|无|無|非|未|勿|禁止',
  ja: 'ない|なく|ません|ず|禁止',
  ko: '않|없|못|아니|금지',
  th: 'ไม่|มิ|ไร้|ห้าม',
}
const unspaced = new Set(['zh', 'ja', 'ko', 'th'])
const letter = String.raw`[\p{L}\p{M}\p{N}]`

const patterns = new Map(
  Object.entries(denying).map(([language, words]): [string, RegExp] => [
    language,
    unspaced.has(language)
      ? new RegExp(words, 'u')
      : new RegExp(`(?<!${letter})(?:${words.replaceAll('…', `${letter}*`)})(?!${letter})`, 'u'),
  ]),
)

/** Whether a text of a language denies something. */
export const denies = (text: string, language: string): boolean =>
  patterns.get(language)?.test(fold(text, language)) ?? false
