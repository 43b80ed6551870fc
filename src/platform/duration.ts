import { z } from 'zod'

const millisecondsOf = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const pattern = /^(\d+)(ms|s|m|h|d)$/

const isUnit = (unit: string | undefined): unit is keyof typeof millisecondsOf =>
  unit !== undefined && unit in millisecondsOf

/** Milliseconds of `500ms`, `30s`, `15m`, `24h` or `30d`; undefined for anything else. */
export const parseDuration = (text: string): number | undefined => {
  const [, count, unit] = pattern.exec(text.trim()) ?? []
  return isUnit(unit) ? Number(count) * millisecondsOf[unit] : undefined
}

/** A setting that is a duration: `30s` in, milliseconds out. */
export const duration = (): z.ZodType<number> =>
  z.string().transform((text, context) => {
    const milliseconds = parseDuration(text)
    if (milliseconds !== undefined && milliseconds > 0) return milliseconds
    context.addIssue({ code: 'custom', message: 'must be a duration such as 500ms, 30s, 15m, 24h or 30d' })
    return z.NEVER
  })
