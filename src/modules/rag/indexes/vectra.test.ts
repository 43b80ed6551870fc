import { mkdir, readdir } from 'node:fs/promises'
import { expect } from 'chai'
import { temporaryFolder } from '../../../../test/support/folder.ts'
import { openKillable } from '../../../../test/support/killable-vectors.ts'

describe('a vectra index', () => {
  it('finds what the store holds after some of it has changed since its files were written', async () => {
    const folder = await temporaryFolder()
    const url = `sqlite:${folder.path}`
    const { stores, ...vectra } = await openKillable(`${folder.path}/files`, url, 'vectra')
    const exact = await openKillable(`${folder.path}/files`, url, 'sqlite')
    const open = [vectra, exact]
    const { vectors } = vectra
    const write = (from: number, to: number, version: number) =>
      stores.passages.replaceDocuments(
        Array.from({ length: to - from }, (_, i) => {
          const text = `Document ${from + i}, version ${version}.`
          const chunks = [{ text, start: 0, end: text.length, headingPath: [] }]
          return { document: { id: `${from + i}`, title: '', text, contentHash: text }, chunks }
        }),
      )
    const findAll = async (question: string) =>
      Promise.all(
        open.map(async (each) => (await each.vectors.search(question, { viewer: null }, 400)).map(({ key }) => key)),
      )
    try {
      await mkdir(`${folder.path}/files/17`, { recursive: true })
      await write(0, 300, 1)
      await vectors.embedPending()
      for (const [changes, question] of [
        () => write(100, 160, 2),
        () => stores.passages.deleteDocuments(['3', '110']),
      ].map((work, i) => [work, `question ${i}`] as const)) {
        await findAll(question)
        await changes()
        await vectors.embedPending()
        const [found, right] = await findAll(question)
        expect(found).to.deep.equal(right)
      }
      expect(await readdir(`${folder.path}/files`), 'nothing is left of models that are gone').to.deep.equal(['1'])
    } finally {
      for (const each of open) {
        await each.vectors.close()
        await each.database.close()
      }
      await folder.remove()
    }
  })
})
