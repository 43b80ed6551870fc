import type { Knex } from 'knex'
import type { Migration } from '../../../platform/db/migrate.ts'

interface Place {
  key: number
  start_offset: number
  end_offset: number
}

const setLeads = async (knex: Knex, leads: readonly (readonly [key: number, lead: string])[]): Promise<void> => {
  for (let from = 0; from < leads.length; from += 1_000) {
    const some = leads.slice(from, from + 1_000)
    const rows = some.map(() => '(cast(? as integer), cast(? as text))').join(',')
    await knex.raw(
      `update chunks set lead = given.column2 from (values ${rows}) given where chunks.key = given.column1`,
      some.flat(),
    )
  }
}

/** A document's text is kept once: in its passages, each with what stands between it and the one before. */
export const leads: Migration = {
  up: async (knex) => {
    await knex.schema.alterTable('chunks', (table) => {
      table.text('lead').notNullable().defaultTo('')
    })
    const documents: { document_key: number }[] = await knex('document_texts').select('document_key')
    for (const { document_key } of documents) {
      const row: { text: string } | undefined = await knex('document_texts').where({ document_key }).first('text')
      const places: Place[] = await knex('chunks')
        .where({ document_key })
        .orderBy('ordinal')
        .select('key', 'start_offset', 'end_offset')
      let end = 0
      const found = places.map((place): [number, string] => {
        const lead = row?.text.slice(end, place.start_offset) ?? ''
        end = place.end_offset
        return [place.key, lead]
      })
      await setLeads(
        knex,
        found.filter(([, lead]) => lead !== ''),
      )
    }
    await knex.schema.dropTable('document_texts')
  },
  down: async (knex) => {
    await knex.schema.createTable('document_texts', (table) => {
      table.integer('document_key').primary().references('documents.key').onDelete('CASCADE')
      table.text('text').notNullable()
    })
    const documents: { key: number }[] = await knex('documents').select('key')
    for (const { key } of documents) {
      const passages: { text: string }[] = await knex('chunks')
        .where({ document_key: key })
        .orderBy('ordinal')
        .select(knex.raw('lead || content as text'))
      await knex('document_texts').insert({ document_key: key, text: passages.map(({ text }) => text).join('') })
    }
    await knex.schema.alterTable('chunks', (table) => {
      table.dropColumn('lead')
    })
  },
}
