import { and, eq, or } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { contains } from '../db/contains'
import { products } from '../db/schema'
import { compareLabels } from '../model/label'

export type Product = typeof products.$inferSelect

/** Sorted by name. */
export async function listProducts(d1: D1Database, marketplace: string): Promise<Product[]> {
  const found = await drizzle(d1).select().from(products).where(eq(products.marketplace, marketplace))
  return found.sort((a, b) => compareLabels(a.name, b.name))
}

export async function findProduct(d1: D1Database, marketplace: string, id: string): Promise<Product | null> {
  const [found] = await drizzle(d1).select().from(products).where(isProduct(marketplace, id))
  return found ?? null
}

/** Products with the text in their name or id. */
export function searchProducts(d1: D1Database, marketplace: string, text: string, limit: number): Promise<Product[]> {
  return drizzle(d1)
    .select()
    .from(products)
    .where(and(eq(products.marketplace, marketplace), or(contains(products.name, text), contains(products.id, text))))
    .orderBy(products.name)
    .limit(limit)
}

export function isProduct(marketplace: string, id: string) {
  return and(eq(products.marketplace, marketplace), eq(products.id, id))
}
