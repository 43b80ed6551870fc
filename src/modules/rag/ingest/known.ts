import type { KnownDocument, Tables } from '../tables.ts'
import type { Asked } from './plan.ts'
import type { ItemRequest } from './request.ts'

/** What an item is called by: the id that was asked for, else its source, else its content. */
export const nameOf = ({ id, source, owner }: ItemRequest, fingerprint: string): string =>
  JSON.stringify(id === undefined ? [source === '' ? fingerprint : source, owner] : [id])

/** Finds for items the documents that they would replace. */
export const findKnown = async (
  tables: Pick<Tables, 'known'>,
  items: readonly Asked[],
): Promise<(item: Asked) => KnownDocument | undefined> => {
  const unnamed = items.filter(({ request }) => request.id === undefined)
  const found = await tables.known({
    ids: items.flatMap(({ request }) => request.id ?? []),
    sources: unnamed.flatMap(({ request }) => request.source || []),
    fingerprints: unnamed.flatMap(({ request, fingerprint }) => (request.source ? [] : fingerprint)),
  })
  const byName = new Map(
    found.flatMap((document) => [
      [JSON.stringify([document.id]), document] as const,
      [JSON.stringify([document.source || document.fingerprint, document.owner]), document] as const,
    ]),
  )
  return ({ request, fingerprint }) => byName.get(nameOf(request, fingerprint))
}
