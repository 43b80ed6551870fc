import { z } from 'zod'

const name = z.string().min(1)

const columnSemantics = z.object({
  description: z.string().optional(),
  synonyms: z.array(name).optional(),
  hidden: z.boolean().optional(),
})

const tableSemantics = z.object({
  description: z.string().optional(),
  synonyms: z.array(name).optional(),
  hidden: z.boolean().optional(),
  columns: z.record(name, columnSemantics).optional(),
})

const measure = z.object({
  description: z.string().optional(),
  synonyms: z.array(name).optional(),
  table: name,
  /** `sum(quantity * unit_price)`: one aggregate over columns of `table`, with + - * / and numbers. */
  expression: name,
})

/** What an owner of a database may say about it so that questions are read better; see `config/`. */
export const databaseSemantics = z.object({
  tables: z.record(name, tableSemantics).optional(),
  measures: z.record(name, measure).optional(),
  /** Ways to join that are not declared as foreign keys: `orders.customer_no = customers.no`. */
  joins: z.array(name).optional(),
})

export type DatabaseSemantics = z.infer<typeof databaseSemantics>
