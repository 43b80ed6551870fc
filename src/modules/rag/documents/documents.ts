import { entryOf } from '../../../contract/audit.ts'
import type { Call, Service } from '../../../contract/operation.ts'
import type { Audit } from '../../../platform/audit/audit.ts'
import { AppError } from '../../../platform/errors.ts'
import type { ragContract } from '../contract.ts'
import { candidateIds, shownId, viewerOf } from '../ingest/scope.ts'
import type { DocumentHead, PassageStore, StoredChunk, Viewer } from '../stores/passage-store.ts'
import { principalOf } from './principal.ts'

type Contract = typeof ragContract

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the store keeps metadata as JSON and nothing else
const json = (metadata: Record<string, unknown>) => metadata as Record<string, never>

/** The words of a document's place: its page and the headings above it. */
export const placeOf = ({ page, headingPath }: Pick<StoredChunk, 'page' | 'headingPath'>) => ({
  ...(page === null ? {} : { page }),
  ...(headingPath.length > 0 ? { section: headingPath.join(' › ') } : {}),
})

/** What every view of a document shows. */
export const headOf = (document: DocumentHead, viewer: Viewer) => ({
  id: shownId(document.id, viewer),
  title: document.title,
  source: document.source,
  metadata: json(document.metadata),
})

/** The viewer of a call. */
export const viewerOfCall = (call: Call): Viewer => viewerOf(principalOf(call))

/** In a path the slashes of an id are escaped twice, and so still once when they arrive here. */
const unescaped = (id: string): string => id.replaceAll(/%2F/gi, '/').replaceAll(/%5C/gi, '\\')

/** Finds a document by the id its reader knows. Undefined for what is not there, or not theirs to read. */
const findDocument = async (store: PassageStore, id: string, viewer: Viewer): Promise<DocumentHead | undefined> => {
  const candidates = [...new Set([id, unescaped(id)])].flatMap((one) => candidateIds(one, viewer))
  const found = await store.documents(candidates, viewer)
  return candidates.flatMap((candidate) => found.get(candidate) ?? [])[0]
}

const missing = () => new AppError('not_found', 'There is no such document among those you may read.')

/** The operations on whole documents. */
export const createDocuments = ({
  store,
  audit,
}: {
  store: PassageStore
  audit: Audit
}): Pick<Service<Contract>, 'listDocuments' | 'document' | 'deleteDocument'> => ({
  listDocuments: async ({ limit, cursor }, call) => {
    const viewer = viewerOfCall(call)
    const { items, nextCursor } = await store.listDocuments({ limit, cursor }, viewer)
    return {
      items: items.map((document) => ({
        ...headOf(document, viewer),
        status: document.status,
        chunks: document.chunks,
        created_at: document.createdAt,
        updated_at: document.updatedAt,
      })),
      next_cursor: nextCursor,
    }
  },
  document: async ({ id }, call) => {
    const viewer = viewerOfCall(call)
    const found = await findDocument(store, id, viewer)
    if (!found) throw missing()
    const chunks = await store.chunksOf(found.id, viewer)
    return {
      ...headOf(found, viewer),
      status: found.status,
      created_at: found.createdAt,
      updated_at: found.updatedAt,
      chunks: chunks.map((chunk) => ({
        chunk_id: chunk.chunkId,
        content: chunk.content,
        ...placeOf(chunk),
        start: chunk.start,
        end: chunk.end,
      })),
    }
  },
  deleteDocument: async ({ id }, call) => {
    const viewer = viewerOfCall(call)
    const found = await findDocument(store, id, viewer)
    if (!found) throw missing()
    const details = { title: found.title, source: found.source }
    await audit.record(entryOf(call, { action: 'document.deleted', outcome: 'success', target: found.id, details }))
    await store.deleteDocuments([found.id])
    return { message: 'The document and every trace of it in the index are gone.', id, chunks: found.chunks }
  },
})
