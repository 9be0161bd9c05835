/** Queries over the products of a marketplace. */
import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { products } from '../db/schema'
import { compareLabels } from '../model/label'

export type Product = typeof products.$inferSelect

/** All of them, sorted by name. */
export async function listProducts(d1: D1Database, marketplace: string): Promise<Product[]> {
  const found = await drizzle(d1).select().from(products).where(eq(products.marketplace, marketplace))
  return found.sort((a, b) => compareLabels(a.name, b.name))
}

/** One product by the marketplace's own id; null when it is not known. */
export async function findProduct(d1: D1Database, marketplace: string, id: string): Promise<Product | null> {
  const [found] = await drizzle(d1).select().from(products).where(isProduct(marketplace, id))
  return found ?? null
}

export function isProduct(marketplace: string, id: string) {
  return and(eq(products.marketplace, marketplace), eq(products.id, id))
}
