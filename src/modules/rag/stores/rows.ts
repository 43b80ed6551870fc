/** What a column may be given. */
export type Value = string | number | Buffer | null

/** A part of an SQL statement with what is bound to it. */
export interface Fragment {
  sql: string
  bindings: Value[]
}

/** Fragments with a word between, each in brackets; `none` stands for none at all. */
export const joinFragments = (fragments: readonly Fragment[], word: 'and' | 'or', none: string): Fragment =>
  fragments.length === 0
    ? { sql: none, bindings: [] }
    : {
        sql: fragments.map((fragment) => `(${fragment.sql})`).join(` ${word} `),
        bindings: fragments.flatMap((fragment) => fragment.bindings),
      }
