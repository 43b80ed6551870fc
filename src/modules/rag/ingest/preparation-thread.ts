import { analyse as analyseOne, type Analysed, type SearchableText } from '../text/analyse.ts'
import { readLight, type LightItem, type LightResult, type LightSettings } from './read-light.ts'

/* What threads of a preparation do, each by its name. */

/** See readLight. */
export const light = ({ items, settings }: { items: LightItem[]; settings: LightSettings }): Promise<LightResult[]> =>
  readLight(items, settings)

/** See analyse. */
export const analyse = (texts: readonly SearchableText[]): Analysed[] =>
  texts.map(({ text, language }) => analyseOne(text, language))
