import { permissionsOf, roles, type Role } from '../../../contract/roles.ts'

const mayRead = (role: Role): boolean => permissionsOf[role].some((permission) => permission === 'read:rag')
const readers: readonly string[] = roles.filter(mayRead)
const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ')

/** Whether no role of these reads documents. */
export const isReadByNobody = (allowedRoles: readonly string[]): boolean =>
  !allowedRoles.some((role) => readers.includes(role))

/** What is to be said of a document that these roles alone may read. */
export const audienceWarnings = (allowedRoles: readonly string[] | null): string[] => {
  if (allowedRoles === null) return []
  if (isReadByNobody(allowedRoles))
    return [
      `Nobody can read it: allowed_roles names ${quoted(allowedRoles)}, and the roles that read documents are ${quoted(readers)}. An administrator can ingest it again for others.`,
    ]
  const unknown = allowedRoles.filter((role) => !roles.some((known) => known === role))
  return unknown.length === 0 ? [] : [`allowed_roles names ${quoted(unknown)}; the roles are ${quoted(roles)}.`]
}
