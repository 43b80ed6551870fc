import { fold } from '../../text/fold.ts'

/** The words with which a sentence speaks of what the one before has named, folded. */
const referring: Record<string, string> = {
  en: 'it|its|they|their|he|she|his|her|this|these|those|both|there',
  de: 'er|sie|es|diese[rsnm]?|ihre?|seine?|dies|beide|dort|dafür|davon',
  fr: 'il|elle|ils|elles|ce|cet|cette|ces|celui-ci|celle-ci|son|sa|ses|leurs?|y',
  es: 'este|esta|estos|estas|ese|esa|él|ella|ellos|ellas|su|sus|ambos|allí',
  pt: 'este|esta|estes|estas|esse|essa|ele|ela|eles|elas|seu|sua|seus|suas|ambos|ali',
  it: 'esso|essa|essi|esse|questo|questa|questi|queste|lui|lei|loro|suo|sua|vi|ci',
  nl: 'het|hij|zij|ze|deze|dit|dat|die|zijn|hun|beide|daar',
  ro: 'el|ea|ei|ele|acesta|aceasta|aceștia|acestea|acolo',
  ru: 'он|она|оно|они|этот|эта|это|эти|его|её|ее|их|там',
  uk: 'він|вона|воно|вони|цей|ця|це|ці|його|її|їх|там',
  pl: 'on|ona|ono|oni|one|ten|ta|to|te|jego|jej|ich|tam',
  el: 'αυτόσ|αυτή|αυτό|αυτοί|αυτέσ|αυτά|εκεί',
  tr: 'bu|bunlar|o|onlar|onun|bunun|orada',
  hi: 'यह|ये|वह|वे|इसका|इसकी|इसके|उसका|उसकी|उसके|इनका|वहाँ',
  ar: 'هو|هي|هم|هذا|هذه|هؤلاء|ذلك|تلك|وهو|وهي',
  vi: 'nó|chúng|họ|điều này|cái này',
}

const patterns = new Map(
  Object.entries(referring).map(([language, words]): [string, RegExp] => [
    language,
    new RegExp(`^\\P{L}*(?:${words})(?![\\p{L}\\p{M}\\p{N}])`, 'u'),
  ]),
)

/** Whether a sentence begins with a word that stands for what was named before. */
export const refersBack = (text: string, language: string): boolean =>
  patterns.get(language)?.test(fold(text.slice(0, 40), language)) ?? false
