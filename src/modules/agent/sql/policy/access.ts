import type { Parameter } from '../executor.ts'
import type { ColumnKind } from '../schema.ts'

/** A column that is left to a caller; a masked one shows `***`, or nothing where its type is not text. */
export interface NarrowedColumn {
  name: string
  type: string
  kind: ColumnKind
  masked: boolean
}

/** A table of which a caller sees less than there is. */
export interface NarrowedTable {
  name: string
  /** The columns that are left, in the table's order. */
  columns: NarrowedColumn[]
  /** The rows that are left: an SQL predicate with `:attribute` placeholders. */
  rows?: string
}

/** What one caller may read of one database: everything but what is named here. */
export interface Access {
  /** The same for all callers who see the same. */
  key: string
  hidden: readonly string[]
  /** Of the hidden tables those that no visible view or table and no predicate reads: nothing may open them. */
  sealed: readonly string[]
  narrowed: readonly NarrowedTable[]
  /** The caller's attributes that the predicates name; every one of them is there. */
  attributes: Readonly<Record<string, Parameter | Parameter[]>>
  /** The names of the policies that apply. */
  policies: readonly string[]
}

/** The access of someone whom no policy limits. */
export const fullAccess: Access = { key: 'all', hidden: [], sealed: [], narrowed: [], attributes: {}, policies: [] }
