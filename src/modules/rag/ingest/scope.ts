import type { Principal } from '../../../contract/operation.ts'
import { AppError } from '../../../platform/errors.ts'
import type { Viewer } from '../stores/passage-store.ts'

/**
 * A private document with an id of its owner's choosing is stored under a name of its own, so that the id stays free for
 * everybody else: whether somebody has a private document of some id cannot be found out by using it.
 */
const prefixOf = (userId: string): string => `private:${userId}:`

/** The stored id of a document that is ingested under an id. Throws `invalid` for an id that could pass for a private one. */
export const storedId = (id: string, owner: string | null): string => {
  if (id.startsWith('private:')) throw new AppError('invalid', 'id: must not begin with "private:"')
  return owner === null ? id : `${prefixOf(owner)}${id}`
}

/** The stored ids that an id may mean to a viewer, the viewer's own private document first. */
export const candidateIds = (id: string, { userId }: Viewer): string[] =>
  id.startsWith('private:') ? [] : [`${prefixOf(userId)}${id}`, id]

/** A stored id as its reader knows it. Only the owner ever reads a private document. */
export const shownId = (stored: string, { userId }: Viewer): string => {
  const prefix = prefixOf(userId)
  return stored.startsWith(prefix) ? stored.slice(prefix.length) : stored
}

/** Whom the store is to show documents to. */
export const viewerOf = ({ userId, role }: Pick<Principal, 'userId' | 'role'>): Viewer => ({ userId, roles: [role] })
