/** The SQL dialects that a question can be answered in. */
export type Dialect = 'sqlite' | 'postgres' | 'mysql'

/** What a column holds, as far as questions are concerned; read from the declared type, else from the data. */
export type ColumnKind = 'text' | 'number' | 'date' | 'time' | 'boolean' | 'json' | 'binary' | 'other'

/** A column of a user's table. */
export interface Column {
  name: string
  /** The declared type as the database spells it, possibly empty (SQLite). */
  type: string
  kind: ColumnKind
  nullable: boolean
  comment?: string
}

/** A foreign key: `columns` of this table point to `references` of `table`, position by position. */
export interface ForeignKey {
  columns: string[]
  table: string
  references: string[]
}

/** A table or view of a user's database. */
export interface Table {
  /** The name that SQL uses: bare in SQLite; in PostgreSQL bare when it lies in the first schema searched, else `schema.name`. */
  name: string
  kind: 'table' | 'view'
  columns: Column[]
  primaryKey: string[]
  foreignKeys: ForeignKey[]
  comment?: string
  /** The number of rows, estimated where counting would be dear. */
  rowCount?: number
}

/** What is known of a database: for one caller, only what that caller may see. */
export interface DatabaseSchema {
  dialect: Dialect
  tables: Table[]
}
