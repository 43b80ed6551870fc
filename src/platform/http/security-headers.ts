import type { Middleware } from 'koa'

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** Header fields that keep an answer from being misused in a browser (OWASP Secure Headers). */
export const securityHeaders = (): Middleware =>
  async function securityHeaders(ctx, next) {
    ctx.set('X-Content-Type-Options', 'nosniff')
    await next()
    if (!ctx.response.is('html')) {
      if (!ctx.response.get('Cache-Control')) ctx.set('Cache-Control', 'no-store')
      return
    }
    ctx.set('Content-Security-Policy', policy)
    ctx.set('Referrer-Policy', 'no-referrer')
    ctx.set('X-Frame-Options', 'DENY')
    ctx.set('Cross-Origin-Opener-Policy', 'same-origin')
    ctx.set('Permissions-Policy', 'camera=(), geolocation=(), microphone=()')
  }
