import type { Parameter } from '../executor.ts'

/** A table of which a caller sees less than there is. */
export interface NarrowedTable {
  name: string
  /** The columns that are left, in the table's order. */
  columns: { name: string; masked: boolean }[]
  /** The rows that are left: an SQL predicate with `:attribute` placeholders. */
  rows?: string
}

/** What one caller may read of one database: everything but what is named here. */
export interface Access {
  /** The same for all callers who see the same. */
  key: string
  hidden: readonly string[]
  narrowed: readonly NarrowedTable[]
  /** The caller's attributes that the predicates name. */
  attributes: Readonly<Record<string, Parameter | Parameter[]>>
  /** The names of the policies that apply. */
  policies: readonly string[]
}

/** The access of someone whom no policy limits. */
export const fullAccess: Access = { key: 'all', hidden: [], narrowed: [], attributes: {}, policies: [] }
