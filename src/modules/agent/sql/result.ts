/** A value of a result as it travels in JSON: dates as RFC 3339 strings, large integers as strings, bytes as base64. */
export type Cell = string | number | boolean | null | Cell[] | { [key: string]: Cell }

/** A column of a result: its label and the type that the database gives it. */
export interface ResultColumn {
  name: string
  type: string
}

/** Rows of an answer, each as long as `columns`; `truncated` when there were more than asked for. */
export interface ResultSet {
  columns: ResultColumn[]
  rows: Cell[][]
  truncated: boolean
}
