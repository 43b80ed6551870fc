import type { Parsed } from '../../src/contract/operation.ts'
import type { ragContract } from '../../src/modules/rag/contract.ts'
import { temporaryFolder } from './folder.ts'
import { openRag, type RagSystem } from './rag.ts'

type Documents = Parsed<(typeof ragContract)['operations']['ingest']>['documents']

/** Within a `describe`: takes documents in before its tests, and returns what asks a question about them. */
export const askingOver = (documents: Documents) => {
  let folder: Awaited<ReturnType<typeof temporaryFolder>>
  let system: RagSystem
  before(async () => {
    folder = await temporaryFolder()
    system = await openRag({ DATA_DIR: folder.path, RATE_LIMITS: 'off' })
    await system.rag.ingest({ documents }, system.as('ada'))
  })
  after(async () => {
    await system.stop()
    await folder.remove()
  })
  return (query: string) => system.rag.query({ query }, system.as('ada'))
}
