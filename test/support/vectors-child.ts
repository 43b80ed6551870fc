/** Writes, deletes, embeds and searches until it is killed; tells its parent of each round that is over. */
import { openKillable } from './killable-vectors.ts'

const [folder = '', url = '', name = '', first = '0'] = process.argv.slice(2)
const { stores, vectors } = await openKillable(folder, url, name)
for (let round = Number(first); ; round++) {
  const ids = Array.from({ length: 150 }, (_, i) => `${(round * 97 + i) % 900}`)
  await stores.passages.replaceDocuments(
    ids.map((id) => {
      const text = `Document ${id} of round ${round}.`
      return {
        document: { id, title: '', text, contentHash: text },
        chunks: [{ text, start: 0, end: text.length, headingPath: [] }],
      }
    }),
  )
  await stores.passages.deleteDocuments(ids.filter((_, i) => i % 5 === round % 5))
  await vectors.embedPending()
  await vectors.search(`question ${round}`, { viewer: null }, 5)
  process.send?.(round)
}
