import type { Router } from '@koa/router'
import type { Middleware } from 'koa'

/** A router as middleware; a path it knows, asked for with another method, becomes 405 with `Allow`. */
export const middlewareOf = (router: Router): Middleware[] => [
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the router adds to the context itself what its type demands of it
  router.routes() as unknown as Middleware,
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  router.allowedMethods() as unknown as Middleware,
]
