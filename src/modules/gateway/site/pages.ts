import type { Context, Middleware } from 'koa'
import type { ServiceName, ServiceState } from '../service.ts'
import { homePage } from './home.ts'
import { referencePage } from './reference.ts'
import { style } from './style.ts'

/** What the pages show. */
export interface SiteOptions {
  version: string
  /** How the services are at this moment. */
  services: () => Promise<Record<ServiceName, ServiceState>>
  /** The merged OpenAPI document; it never changes while the process lives. */
  openapi: () => unknown
}

const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}

/** `/`, `/docs`, `/openapi.json` and the style they share. */
export const site = ({ version, services, openapi }: SiteOptions): Middleware => {
  const reference = once(() => referencePage(openapi()))
  const document = once(() => JSON.stringify(openapi()))
  const pages: Record<string, (ctx: Context) => Promise<[type: string, body: string]>> = {
    '/': async (ctx) => {
      const origin = `${ctx.protocol}://${ctx.host}`
      return ['text/html', homePage({ version, services: await services(), origin })]
    },
    '/docs': () => Promise.resolve(['text/html', reference()]),
    '/openapi.json': () => Promise.resolve(['application/json', document()]),
    '/site.css': () => Promise.resolve(['text/css', style]),
  }
  return async function site(ctx, next) {
    const make = ctx.method === 'GET' || ctx.method === 'HEAD' ? pages[ctx.path] : undefined
    if (!make) {
      await next()
      return
    }
    const [type, body] = await make(ctx)
    ctx.type = `${type}; charset=utf-8`
    ctx.body = body
  }
}
