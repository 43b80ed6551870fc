import type { Middleware } from 'koa'

/** The paths of the v0.1 monolith, and where the same is answered now. */
const successors: Record<string, string> = {
  '/api/auth/validate': '/auth/validate',
  '/api/agent/query': '/agent/query',
  '/api/agent/status': '/agent/status',
  '/api/rag/query': '/rag/query',
  '/api/rag/ingest': '/rag/ingest',
  '/api/rag/retrieve': '/rag/retrieve',
  '/api/rag/lookup': '/rag/lookup',
  '/api/rag/status': '/rag/status',
  '/api/health': '/health',
}

/** Lets clients of v0.1 carry on with the paths they know. */
export const legacyPaths = (): Middleware =>
  async function legacyPaths(ctx, next) {
    const successor = successors[ctx.path]
    if (successor !== undefined) ctx.path = successor
    await next()
  }
