/** The steps that delete a product; the journal's job runs them in order. */
import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { products, rules } from '../db/schema'
import { isProduct } from './store'

export async function switchProductOff(d1: D1Database, marketplace: string, id: string): Promise<string[]> {
  const own = drizzle(d1).update(rules).set({ on: false }).where(isRuleOf(marketplace, id))
  return (await own.returning({ id: rules.id })).map((rule) => rule.id)
}

/** With its rules, all or nothing. */
export async function deleteProductRows(d1: D1Database, marketplace: string, id: string): Promise<void> {
  const db = drizzle(d1)
  await db.batch([
    db.delete(rules).where(isRuleOf(marketplace, id)),
    db.delete(products).where(isProduct(marketplace, id)),
  ])
}

function isRuleOf(marketplace: string, product: string) {
  return and(eq(rules.marketplace, marketplace), eq(rules.product, product))
}
