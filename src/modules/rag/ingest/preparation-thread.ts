import type { ChunkSizes } from '../chunkers/chunker.ts'
import type { ParsedFile } from '../parsers/parser.ts'
import type { SearchableText } from '../stores/fill.ts'
import { analyse as analyseOne, type Analysed } from '../text/analyse.ts'
import { planFile, type Asked, type Planned } from './plan.ts'
import { readLight, type LightItem, type LightResult, type LightSettings } from './read-light.ts'

/* What threads of a preparation do, each by its name. */

/** See readLight. */
export const light = ({ items, settings }: { items: LightItem[]; settings: LightSettings }): Promise<LightResult[]> =>
  readLight(items, settings)

/** See planFile. */
export const plan = ({ asked, parsed, sizes }: { asked: Asked; parsed: ParsedFile; sizes: ChunkSizes }): Planned =>
  planFile(asked, parsed, sizes)

/** See analyse. */
export const analyse = (texts: readonly SearchableText[]): Analysed[] =>
  texts.map(({ text, language }) => analyseOne(text, language))
