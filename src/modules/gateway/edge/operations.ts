import { routeOf, type Access, type Contract } from '../../../contract/operation.ts'

/** Who may call what a method and a path stand for; undefined when no operation does. */
export type AccessOf = (method: string, path: string) => Access | undefined

const patternOf = (path: string): RegExp => {
  const parts = path.split(/\{\w+\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(`^${parts.join('[^/]+')}/?$`)
}

/** What every service answers besides its operations. */
const common: [RegExp, Access][] = [
  [/^\/(health|ready|openapi\.json)\/?$/, 'public'],
  [/^\/metrics\/?$/, 'read:system'],
]

/** Looks access up in a contract: paths as they are without the gateway's prefix. */
export const accessIn = (contract: Contract): AccessOf => {
  const operations = Object.values(contract.operations).map((declared) => {
    const { method, path } = routeOf(declared)
    return { method, pattern: patternOf(path), access: declared.access }
  })
  return (method, path) => {
    // HEAD is answered by what answers GET.
    const asked = method === 'HEAD' ? 'GET' : method
    const found = operations.find((one) => one.method === asked && one.pattern.test(path))
    if (found) return found.access
    return asked === 'GET' ? common.find(([pattern]) => pattern.test(path))?.[1] : undefined
  }
}
