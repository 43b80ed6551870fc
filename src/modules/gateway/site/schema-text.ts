type Schema = Record<string, unknown>

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** A limit that says something: zod writes the ends of the safe integers for those that are not there. */
const limitOf = (value: unknown): number | undefined =>
  typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : undefined

const rangeText = (lowest: unknown, highest: unknown, unit: string): string | undefined => {
  const [low, high] = [limitOf(lowest), limitOf(highest)]
  if (low === undefined) return high === undefined ? undefined : `at most ${high}${unit}`
  return high === undefined ? `at least ${low}${unit}` : `${low}–${high}${unit}`
}

/** What a value may be within its type: `1–2000 characters`, `at most 50`, a default. */
export const boundsText = (schema: unknown): string => {
  if (!isSchema(schema)) return ''
  const facts = [
    rangeText(schema['minLength'], schema['maxLength'], ' characters'),
    rangeText(schema['minItems'], schema['maxItems'], ' items'),
    rangeText(schema['minimum'], schema['maximum'], ''),
    schema['default'] === undefined ? undefined : `${JSON.stringify(schema['default'])} unless given`,
    typeof schema['description'] === 'string' ? schema['description'] : undefined,
  ]
  return facts.filter((fact) => fact !== undefined).join('; ')
}

const fieldText = (name: string, schema: unknown, required: boolean, indent: string): string => {
  const bounds = boundsText(schema)
  return `${indent}  ${name}${required ? '' : '?'}: ${schemaText(schema, `${indent}  `)}${bounds ? `  // ${bounds}` : ''}`
}

const objectText = (schema: Schema, indent: string): string => {
  const properties = isSchema(schema['properties']) ? Object.entries(schema['properties']) : []
  const required = listOf(schema['required'])
  const further = schema['additionalProperties']
  if (properties.length === 0) return isSchema(further) ? `{ [name]: ${schemaText(further, indent)} }` : '{}'
  const fields = properties.map(([name, field]) => fieldText(name, field, required.includes(name), indent))
  return `{\n${fields.join('\n')}\n${indent}}`
}

/** A JSON Schema as people read it: a shape in the manner of TypeScript, with what a field may be as a remark. */
export const schemaText = (schema: unknown, indent = ''): string => {
  if (!isSchema(schema)) return 'any'
  if (schema['const'] !== undefined) return JSON.stringify(schema['const'])
  const choices = listOf(schema['enum'])
  if (choices.length > 0) return choices.map((choice) => JSON.stringify(choice)).join(' | ')
  const kinds = [...listOf(schema['anyOf']), ...listOf(schema['oneOf'])]
  if (kinds.length > 0) return [...new Set(kinds.map((kind) => schemaText(kind, indent)))].join(' | ')
  if (schema['type'] === 'object') return objectText(schema, indent)
  if (schema['type'] === 'array') {
    const item = schemaText(schema['items'], indent)
    return item.includes(' | ') ? `(${item})[]` : `${item}[]`
  }
  if (Array.isArray(schema['type'])) return schema['type'].map(String).join(' | ')
  return typeof schema['type'] === 'string' ? schema['type'] : 'any'
}
