import { type Column, type SQL, sql } from 'drizzle-orm'

/** Ignores case in ASCII only. Not LIKE: D1 limits its patterns to 50 bytes. */
export function contains(column: Column, text: string): SQL {
  return sql`(instr(lower(${column}), lower(${text})) > 0 OR instr(${column}, ${text}) > 0)`
}
