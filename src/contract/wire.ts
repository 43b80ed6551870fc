import { z } from 'zod'
import { routeOf, type Operation } from './operation.ts'

/** An input taken apart into the places where HTTP carries it. */
export interface Encoded {
  method: string
  /** With its parameters filled in and, where there is one, its query. */
  path: string
  /** Absent for methods without a body. */
  body?: Record<string, unknown>
}

const parameter = /\{(\w+)\}/g
const bodiless = new Set(['GET', 'DELETE'])

const queryText = (value: unknown): string =>
  typeof value === 'string' ? value : value instanceof Date ? value.toISOString() : JSON.stringify(value)

/** A slash that is escaped once is refused at the door, for proxies disagree about it; escaped twice it is text to all of them. */
const pathSegment = (text: string): string => encodeURIComponent(text).replaceAll(/%(2F|5C)/g, '%25$1')

/** Takes an input apart: fields named in the path go there, the rest to query or body. Needs no schema. */
export const encode = (declared: Operation, input: Record<string, unknown>): Encoded => {
  const { method, path } = routeOf(declared)
  const rest: Record<string, unknown> = { ...input }
  const filled = path.replace(parameter, (_, name: string) => {
    const value = rest[name]
    delete rest[name]
    return pathSegment(queryText(value))
  })
  if (!bodiless.has(method)) return { method, path: filled, body: rest }
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(rest)) if (value !== undefined) query.set(name, queryText(value))
  const text = query.toString()
  return { method, path: text ? `${filled}?${text}` : filled }
}

type FieldTypes = Map<string, Set<string>>

const typesOf = (property: unknown): Set<string> => {
  const found = new Set<string>()
  const visit = (schema: unknown): void => {
    if (typeof schema !== 'object' || schema === null) return
    if ('type' in schema) for (const type of [schema.type].flat()) found.add(String(type))
    if ('anyOf' in schema && Array.isArray(schema.anyOf)) schema.anyOf.forEach(visit)
  }
  visit(property)
  return found
}

const cache = new WeakMap<Operation, FieldTypes>()

/** The JSON types of an operation's fields; made once, for making a schema costs as much as a call. */
const fieldTypes = (declared: Operation): FieldTypes => {
  const known = cache.get(declared)
  if (known) return known
  const { properties = {} } = z.toJSONSchema(declared.input, { io: 'input', unrepresentable: 'any' })
  const types: FieldTypes = new Map(Object.entries(properties).map(([name, schema]) => [name, typesOf(schema)]))
  cache.set(declared, types)
  return types
}

const readQuery = (text: string, types: Set<string> | undefined): unknown => {
  if (!types || types.size === 0) return text
  if ((types.has('number') || types.has('integer')) && text.trim() !== '' && Number.isFinite(Number(text)))
    return Number(text)
  if (types.has('boolean') && (text === 'true' || text === 'false')) return text === 'true'
  if (types.has('object') || types.has('array')) {
    try {
      return JSON.parse(text)
    } catch {
      return types.has('array') && !types.has('string') ? text.split(',') : text
    }
  }
  return text
}

/** Puts an input together again from path, query and body; words of the query become numbers where the contract says so. */
export const decode = (
  declared: Operation,
  path: Record<string, string>,
  query: Record<string, string | string[] | undefined>,
  body: unknown,
): unknown => {
  const { method } = routeOf(declared)
  if (!bodiless.has(method)) {
    if (body !== undefined && (typeof body !== 'object' || body === null || Array.isArray(body))) return body
    return { ...body, ...path }
  }
  const types = fieldTypes(declared)
  const input: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(query)) {
    const last = Array.isArray(value) ? value.at(-1) : value
    if (last !== undefined) input[name] = readQuery(last, types.get(name))
  }
  return { ...input, ...path }
}
