/**
 * The statement that makes the gate and the database look at `sql`, its names and its types, without reading a row.
 * A line break keeps a comment at the end of `sql` from swallowing the rest.
 */
export const checkingOf = (sql: string): string => `SELECT * FROM (${sql}\n) AS checked LIMIT 0`
