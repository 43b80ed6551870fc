import type { Dialect } from '../../../sql/schema.ts'

const reserved = new Set(
  `all alter analyze and any as asc between both by case cast check column constraint create cross current current_date current_time current_timestamp
  database default delete desc describe distinct drop else end escape except exists explain false fetch for foreign from full grant group having if in index
  inner insert intersect interval into is isnull join key keys leading left like limit match natural not notnull null of offset on or order outer over
  partition primary range rank ranks references release rename replace right row rows schema select set show some start symmetric system table tables then to trailing transaction
  trigger true union unique update usage user using values view when where window with year_month zone plan pragma query do groups function groupings lead lag percent_rank
  first_value last_value nth_value row_number dense_rank cume_dist ntile lateral over recursive convert change character collate condition continue cursor databases dec declare
  div double dual each elseif enclosed escaped exit float force fulltext generated get high_priority int integer iterate kill leave lines load lock long loop low_priority
  mod modifies numeric optimize option optionally out outfile precision procedure purge read reads real regexp repeat require resignal restrict return revoke rlike schemas
  separator signal smallint spatial specific sql ssl starting stored straight_join terminated tinyint trailing undo unlock unsigned utc_date varbinary varchar varying virtual
  while write xor zerofill array asymmetric authorization binary concurrently freeze ilike initially localtime offset only overlaps placing returning session_user similar
  tablesample variadic verbose`
    .split(/\s+/)
    .filter((word) => word !== ''),
)

/** Quotes an identifier where the dialect needs it; a qualified name (`schema.table`) part by part. */
export function quoteName(name: string, dialect: Dialect): string {
  if (dialect === 'postgres' && name.includes('.'))
    return name
      .split('.')
      .map((part) => quotePart(part, dialect))
      .join('.')
  return quotePart(name, dialect)
}

function quotePart(name: string, dialect: Dialect): string {
  const plain = dialect === 'postgres' ? /^[a-z_][a-z0-9_]*$/ : /^[a-z_][a-z0-9_]*$/i
  if (plain.test(name) && !reserved.has(name.toLowerCase())) return name
  return dialect === 'mysql' ? `\`${name.replaceAll('`', '``')}\`` : `"${name.replaceAll('"', '""')}"`
}

/** A string as a literal of the dialect. */
export function quoteText(text: string, dialect: Dialect): string {
  const doubled = text.replaceAll("'", "''")
  return `'${dialect === 'mysql' ? doubled.replaceAll('\\', '\\\\') : doubled}'`
}
