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

/** See analyse; the signatures are handed over in one piece of memory. */
export const analyse = (texts: readonly SearchableText[]): unknown => {
  const all = texts.map(({ text, language }) => analyseOne(text, language))
  const bytes = new Uint8Array(all.reduce((sum, { signature }) => sum + signature.length, 0))
  let at = 0
  const results = all.map(({ stems, signature }): Analysed => {
    bytes.set(signature, at)
    at += signature.length
    return { stems, signature: bytes.subarray(at - signature.length, at) }
  })
  return move({ [transferableSymbol]: bytes.buffer, [valueSymbol]: results })
}
