import type { DatabaseSchema } from '../../../sql/schema.ts'
import { readableName, wordsOfName } from '../language/names.ts'
import { createSynonyms } from '../language/synonyms.ts'
import { guessRevenue } from './measures.ts'
import { indexSchema } from './schema-index.ts'
import type { DatabaseSemantics } from './semantics.ts'

const secret = /pass(?:word|wd|phrase)|secret|token|salt|\bhash\b|private[_ ]?key/i
const synonymsOffered = 3

/**
 * Drafts what an owner may want to say about a database, from its names alone: readable descriptions where names are cut
 * short, other words for tables, revenue where it can be told, joins that names suggest, columns that look secret hidden.
 * Meant to be read, corrected and saved as YAML.
 */
export function suggestSemantics(schema: DatabaseSchema): DatabaseSemantics {
  const index = indexSchema(schema)
  const synonyms = createSynonyms({})
  const tables = Object.fromEntries(
    schema.tables.map((table) => {
      const words = wordsOfName(table.name)
      const others =
        words.length === 1 ? [...synonyms(words[0] ?? '')].map(([word]) => word).slice(0, synonymsOffered) : []
      const columns = Object.fromEntries(
        table.columns.flatMap((column): [string, { description?: string; hidden?: boolean }][] => {
          const readable = readableName(column.name)
          const cut = readable.replaceAll(' ', '') !== column.name.toLowerCase().replaceAll(/[^\p{L}\d]/gu, '')
          if (secret.test(column.name)) return [[column.name, { hidden: true }]]
          return cut ? [[column.name, { description: readable }]] : []
        }),
      )
      const described = table.comment ?? readableName(table.name)
      return [
        table.name,
        {
          description: described,
          ...(others.length > 0 ? { synonyms: others } : {}),
          ...(Object.keys(columns).length > 0 ? { columns } : {}),
        },
      ]
    }),
  )
  const revenue = guessRevenue(index)
  const column = (id: number) => `${index.tables[index.columns[id]?.table ?? -1]?.name}.${index.columns[id]?.name}`
  const joins = index.edges.filter((edge) => !edge.declared).map((edge) => `${column(edge.from)} = ${column(edge.to)}`)
  return {
    tables,
    ...(revenue === undefined
      ? {}
      : {
          measures: {
            revenue: {
              table: index.tables[revenue.table]?.name ?? '',
              expression: revenue.text,
              synonyms: ['turnover', 'sales'],
            },
          },
        }),
    ...(joins.length > 0 ? { joins } : {}),
  }
}
