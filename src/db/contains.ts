import { type Column, type SQL, sql } from 'drizzle-orm'

/** In any casing of ASCII, and as typed. Not LIKE, whose patterns D1 limits to 50 bytes. */
export function contains(column: Column, text: string): SQL {
  return sql`(instr(lower(${column}), lower(${text})) > 0 OR instr(${column}, ${text}) > 0)`
}
