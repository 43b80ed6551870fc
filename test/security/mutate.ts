import type { Chance } from './generate.ts'

const pieces =
  `; -- /* */ ( ) , * = ' " $$ [ ] . :: SELECT FROM WHERE UNION ALL WITH RECURSIVE AS DELETE UPDATE INSERT INTO SET DROP TABLE
  ATTACH PRAGMA VACUUM COMMIT BEGIN EXPLAIN ANALYZE COPY DO CALL FOR LIMIT OFFSET ORDER BY GROUP HAVING OVER PARTITION
  RETURNING VALUES EXISTS IN NOT NULL CASE WHEN THEN END CAST LATERAL JOIN LEFT ON USING NATURAL main. public. pg_catalog.
  temp. sqlite_master sqlite_schema pg_shadow pg_class information_schema.tables secrets tax_id secret_view load_extension(
  pg_read_file( set_config( pg_sleep( readfile( pragma_table_info( json_each( generate_series( query_to_xml( count( 1 0 -1
  9223372036854775807 1e308 '' 'x' x'00' E'\\' U&"d" $1 ?1 :a @b #c \u0000 \ufeff \u00a0 \u202e é 😀`.split(/\s+/)

/** A statement made from others: tokens dropped, doubled, swapped, put in, or two statements grafted on each other. */
export function mutate(chance: Chance, corpus: readonly string[]): string {
  let words = tokens(chance.pick(corpus))
  if (chance.happens(0.3)) {
    const graft = tokens(chance.pick(corpus))
    words = [...words.slice(0, chance.below(words.length + 1)), ...graft.slice(chance.below(graft.length + 1))]
  }
  for (let count = 1 + chance.below(4); count > 0; count--) change(chance, words)
  const text = words.join('')
  return chance.happens(0.1) ? scramble(chance, text) : text
}

function tokens(sql: string): string[] {
  return sql.slice(0, 600).match(/\s+|\w+|'(?:[^']|'')*'|"[^"]*"|./gsu) ?? ['']
}

function change(chance: Chance, words: string[]): void {
  const at = chance.below(words.length + 1)
  const kinds = [
    () => words.splice(at, 1),
    () => words.splice(at, 0, words[at] ?? ' '),
    () => words.splice(at, 0, ' ', chance.pick(pieces), ' '),
    () => words.splice(at, 1, ' ', chance.pick(pieces), ' '),
    () => words.splice(at, 0, ...words.slice(at, at + chance.below(8))),
    () => words.splice(at, 2, words[at + 1] ?? '', words[at] ?? ''),
    () => words.splice(at, chance.below(6)),
  ]
  chance.pick(kinds)()
}

function scramble(chance: Chance, text: string): string {
  const at = chance.below(text.length + 1)
  const character = String.fromCodePoint(chance.below(chance.happens(0.8) ? 128 : 0xd7ff))
  return text.slice(0, at) + character + text.slice(at + chance.below(2))
}
