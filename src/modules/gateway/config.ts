import { z } from 'zod'
import { setting } from '../../platform/config.ts'

const isOrigin = (text: string): boolean => URL.canParse(text) && new URL(text).origin === text

const origins = () =>
  z
    .string()
    .default('')
    .transform((list) => list.split(',').map((one) => one.trim().replace(/\/$/, '')))
    .transform((list) => list.filter((one) => one !== ''))
    .refine((list) => list.every((one) => one === '*' || isOrigin(one)), {
      error: 'must be origins such as https://app.example.org, with commas, or *',
    })

/** What the gateway is set by. */
export const gatewaySettings = {
  corsOrigins: setting(
    'CORS_ORIGINS',
    origins(),
    'The web origins whose pages may call this system from a browser, with commas; none unless set',
  ),
} as const
