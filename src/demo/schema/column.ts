/** What a column holds, and the TypeScript type of its values. Money is whole cents; dates and timestamps are text. */
interface ValueOfKind {
  integer: number
  decimal: number
  money: number
  text: string
  date: string
  timestamp: string
  boolean: boolean
}

/** A kind of column. */
export type ColumnKind = keyof ValueOfKind

/** Any value of a row. */
export type Value = string | number | boolean | null

/** A column: its kind, whether it may be NULL, what it means, and the table it points to, if any. */
export interface Column<Kind extends ColumnKind = ColumnKind, Nullable extends boolean = boolean> {
  kind: Kind
  nullable: Nullable
  comment: string
  references?: { table: string; column: string }
  unique?: boolean
  check?: string
}

/** A table; rows may only refer to tables that come before it, or to rows of its own that do. */
export interface Table<Columns extends Record<string, Column> = Record<string, Column>> {
  comment: string
  columns: Columns
  primaryKey: readonly string[]
  /** Columns that deserve an index, each list one index. */
  indexes: readonly (readonly string[])[]
}

type ValueOfColumn<C> =
  C extends Column<infer Kind, infer Nullable> ? ValueOfKind[Kind] | (Nullable extends true ? null : never) : never

/** A row of a table, keyed by its column names. */
export type RowOf<T extends Table> = { [Name in keyof T['columns']]: ValueOfColumn<T['columns'][Name]> }

/** Declares a table. */
export function table<Columns extends Record<string, Column>>(
  comment: string,
  primaryKey: readonly (keyof Columns & string)[],
  columns: Columns,
  indexes: readonly (readonly (keyof Columns & string)[])[] = [],
): Table<Columns> {
  return { comment, primaryKey, columns, indexes }
}

/** Declares a column that is always filled. */
export function column<Kind extends ColumnKind>(
  kind: Kind,
  comment = '',
  more: Pick<Column, 'unique' | 'check'> = {},
): Column<Kind, false> {
  return { kind, nullable: false, comment, ...more }
}

/** Declares a column that points to `table`, whose key is `column`. */
export function reference(target: string, key: string, comment = ''): Column<'integer', false> {
  return { kind: 'integer', nullable: false, comment, references: { table: target, column: key } }
}

/** Lets a column be NULL. */
export function optional<Kind extends ColumnKind>(filled: Column<Kind, false>): Column<Kind, true> {
  return { ...filled, nullable: true }
}
