import { z } from 'zod'

type Json = z.output<ReturnType<typeof z.json>>
type Metadata = Record<string, Json>

const deepest = 20
const mostCharacters = 100_000

/** A text as every database can keep it: PostgreSQL keeps no zero characters, and no UTF-8 has halves of surrogate pairs. */
export const keepable = (text: string): string => text.replaceAll('\0', '').replaceAll(/\p{Cs}/gu, '\uFFFD')

const keepableJson = (value: Json): Json => {
  if (typeof value === 'string') return keepable(value)
  if (Array.isArray(value)) return value.map(keepableJson)
  return typeof value === 'object' && value !== null ? keepableMetadata(value) : value
}

/** Metadata, or conditions on it, as every database can keep them. */
export const keepableMetadata = (metadata: Metadata): Metadata =>
  Object.fromEntries(Object.entries(metadata).map(([key, value]) => [keepable(key), keepableJson(value)]))

const depthOf = (value: Json): number =>
  typeof value === 'object' && value !== null
    ? 1 + Object.values(value).reduce<number>((most, each) => Math.max(most, depthOf(each)), 0)
    : 0

/** Metadata that is not too much to go with every passage that is found. */
export const metadataSchema = z
  .record(z.string(), z.json())
  .overwrite(keepableMetadata)
  .refine((metadata) => depthOf(metadata) <= deepest, { error: `must not be nested deeper than ${deepest} levels` })
  .refine((metadata) => JSON.stringify(metadata).length <= mostCharacters, {
    error: `must have at most ${mostCharacters} characters as JSON`,
  })
