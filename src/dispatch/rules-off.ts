import { and, eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { rules } from '../db/schema'
import { toJsonParameters } from './json-parameters'

export async function listRulesOff(d1: D1Database, ids: string[]): Promise<string[]> {
  const db = drizzle(d1)
  const look = (text: string) =>
    db
      .select({ id: rules.id })
      .from(rules)
      .where(and(sql`${rules.id} IN (SELECT value FROM json_each(${text}))`, eq(rules.on, true)))
  const found = await Promise.all(toJsonParameters(ids).map(look))
  const on = new Set(found.flat().map(({ id }) => id))
  return ids.filter((id) => !on.has(id))
}
