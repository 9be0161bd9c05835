import { type SQL, sql } from 'drizzle-orm'
import type { BatchItem, BatchResponse } from 'drizzle-orm/batch'
import type { DrizzleD1Database } from 'drizzle-orm/d1'

/** SQLite's error for the text that stands in for a condition that does not hold. */
const DOES_NOT_HOLD = /malformed JSON/

/** Runs the statements; null, and nothing changed, if the condition does not hold. */
export async function batchWhere<T extends readonly [BatchItem<'sqlite'>, ...BatchItem<'sqlite'>[]]>(
  db: DrizzleD1Database,
  condition: SQL,
  statements: T,
): Promise<BatchResponse<T> | null> {
  // Fails the whole batch, which is then rolled back.
  const asked = sql`json(iif(${condition}, 'true', 'does not hold'))`
  try {
    const [, ...answers] = await db.batch([
      db.select({ asked: asked.as('asked') }).from(sql`(SELECT 1)`),
      ...statements,
    ])
    return answers as BatchResponse<T>
  } catch (error) {
    if (error instanceof Error && DOES_NOT_HOLD.test(`${error.message} ${error.cause}`)) {
      return null
    }
    throw error
  }
}
