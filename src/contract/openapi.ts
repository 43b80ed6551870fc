import { z } from 'zod'
import { statusOf, type ErrorCode } from '../platform/errors.ts'
import { routeOf, type Contract, type Operation } from './operation.ts'

/** A contract and where its paths are mounted. */
export interface Mounted {
  contract: Contract
  prefix: string
}

type Json = Record<string, unknown>

const problemSchema: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'instance', 'code', 'request_id'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    instance: { type: 'string' },
    code: { type: 'string', enum: Object.keys(statusOf) },
    request_id: { type: 'string' },
    reason: { type: 'string' },
    message: { type: 'string', description: 'The same as detail' },
    error: { type: 'string', description: 'The same as code' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
  },
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A definition inside a schema would be looked for at the document's root; what recurs is `z.json()`: any value at all. */
const withoutDefinitions = (_: string, value: unknown): unknown =>
  isObject(value) && typeof value['$ref'] === 'string' && value['$ref'].startsWith('#/$defs/') ? {} : value

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output'): Json => {
  const { $schema: _, $defs: __, ...rest } = z.toJSONSchema(schema, { io })
  const plain: unknown = JSON.parse(JSON.stringify(rest), withoutDefinitions)
  return isObject(plain) ? plain : {}
}

const problemAnswer = (code: ErrorCode): [string, Json] => [
  String(statusOf[code]),
  { description: code, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
]

const parametersAndBody = (declared: Operation): { parameters: Json[]; requestBody?: Json } => {
  const { method, path } = routeOf(declared)
  const schema = jsonSchema(declared.input, 'input')
  const properties = isObject(schema['properties']) ? schema['properties'] : {}
  const required = Array.isArray(schema['required']) ? schema['required'] : []
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name))
  const parameters: Json[] = inPath.map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: properties[name] ?? { type: 'string' },
  }))
  const rest = Object.entries(properties).filter(([name]) => !inPath.includes(name))
  if (method === 'GET' || method === 'DELETE') {
    for (const [name, field] of rest)
      parameters.push({ name, in: 'query', required: required.includes(name), schema: field })
    return { parameters }
  }
  if (declared.idempotent)
    parameters.push({
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      schema: { type: 'string', maxLength: 255 },
    })
  const body: Json = {
    ...schema,
    properties: Object.fromEntries(rest.filter(([name]) => !(declared.upload && name === 'files'))),
    required: required.filter((name) => !inPath.includes(String(name))),
  }
  const content: Json = { 'application/json': { schema: body } }
  if (declared.upload)
    content['multipart/form-data'] = {
      schema: { type: 'object', properties: { files: { type: 'array', items: { type: 'string', format: 'binary' } } } },
    }
  return rest.length === 0 ? { parameters } : { parameters, requestBody: { content } }
}

const describe = (module: string, name: string, declared: Operation): Json => {
  const answer: Json = { 'application/json': { schema: jsonSchema(declared.output, 'output') } }
  if (declared.events)
    answer['text/event-stream'] = {
      schema: {
        type: 'string',
        description: `Events: ${[...Object.keys(declared.events), 'answer', 'error', 'ping', 'done'].join(', ')}`,
      },
    }
  const success = typeof declared.status === 'number' ? declared.status : 200
  const codes: ErrorCode[] = [
    'invalid',
    ...(declared.access === 'public' ? [] : (['unauthenticated', 'forbidden'] as const)),
    ...(declared.limit ? (['too_many'] as const) : []),
    ...(declared.errors ?? []),
  ]
  return {
    operationId: `${module}_${name}`,
    tags: [module],
    summary: declared.summary,
    ...parametersAndBody(declared),
    ...(declared.access === 'public' ? {} : { security: [{ bearer: [] }] }),
    'x-access': declared.access,
    ...(declared.limit ? { 'x-rate-limit': declared.limit } : {}),
    responses: Object.fromEntries([
      [String(success), { description: 'Done', content: answer }],
      ...[...new Set(codes)].map(problemAnswer),
    ]),
  }
}

/** The OpenAPI 3.1 document of contracts; its schemas are JSON Schema 2020-12, which is what zod writes. */
export const openapi = (mounted: Mounted[], info: { title: string; version: string }): Json => {
  const paths: Record<string, Json> = {}
  for (const { contract, prefix } of mounted)
    for (const [name, declared] of Object.entries(contract.operations)) {
      const { method, path } = routeOf(declared)
      const full = prefix + path
      paths[full] = { ...paths[full], [method.toLowerCase()]: describe(contract.name, name, declared) }
    }
  return {
    openapi: '3.1.0',
    info: { ...info, license: { name: 'MIT', identifier: 'MIT' } },
    paths,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', description: 'A JWT from login, or an API key' } },
    },
  }
}
