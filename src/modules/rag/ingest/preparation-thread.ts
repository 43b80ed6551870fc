import { move, transferableSymbol, valueSymbol } from 'piscina'
import { analyse as analyseOne, type Analysed, type SearchableText } from '../text/analyse.ts'
import { packed, readLight, type LightItem, type LightSettings } from './read-light.ts'

/* What threads of a preparation do, each by its name. */

/** See readLight; the bytes are handed over, not copied. */
export const light = async ({ items, settings }: { items: LightItem[]; settings: LightSettings }): Promise<unknown> => {
  const results = await readLight(items, settings)
  const bytes = packed(results)
  return move({ [transferableSymbol]: bytes, [valueSymbol]: results })
}

/** See analyse. */
export const analyse = (texts: readonly SearchableText[]): Analysed[] =>
  texts.map(({ text, language }) => analyseOne(text, language))
