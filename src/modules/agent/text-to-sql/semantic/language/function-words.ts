const list = (text: string) => new Set(text.split(/\s+/).filter((word) => word !== ''))

/** Words that name nothing in a schema by themselves: articles, pronouns, prepositions, auxiliaries, polite padding. */
export const functionWords = list(`
  a an the this that these those there their them they it its he she his her him hers who whom whose which what where when why how i me my we our us you your
  be am is are was were been being do does did have has had can could will would shall should may might must
  of in on at by for from to with without within into onto about over under between among through during before after since until per as than then
  and or but not no nor both either neither also too only just each every all any some most more less least many much few several other another same such
  please show list give find tell display return get provide want need know see let report retrieve present select
  so if because while whether there's what's thing stuff ever yet still already together respectively corresponding following
  different distinct unique various total number count amount average mean maximum minimum sum highest lowest largest smallest greatest
  up down out off again once`)

/** True for a word that can stand for something in a schema. */
export function isContentWord(lower: string): boolean {
  return !functionWords.has(lower) && /[\p{L}\d]/u.test(lower)
}
