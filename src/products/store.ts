import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { products } from '../db/schema'
import { compareLabels } from '../model/label'

export type Product = typeof products.$inferSelect
type AddProductResult = 'added' | 'known'

/** Sorted by name. */
export async function listProducts(d1: D1Database, marketplace: string): Promise<Product[]> {
  const found = await drizzle(d1).select().from(products).where(eq(products.marketplace, marketplace))
  return found.sort((a, b) => compareLabels(a.name, b.name))
}

export async function findProduct(d1: D1Database, marketplace: string, id: string): Promise<Product | null> {
  const [found] = await drizzle(d1).select().from(products).where(isProduct(marketplace, id))
  return found ?? null
}

/** Leaves an existing product unchanged and returns `known`. */
export async function addProduct(
  d1: D1Database,
  marketplace: string,
  product: { id: string; name: string },
): Promise<AddProductResult> {
  const added = await drizzle(d1)
    .insert(products)
    .values({ ...product, marketplace, createdAt: Date.now() })
    .onConflictDoNothing()
    .returning({ id: products.id })
  return added.length > 0 ? 'added' : 'known'
}

/** False when there is no such product. */
export async function renameProduct(d1: D1Database, marketplace: string, id: string, name: string): Promise<boolean> {
  const renamed = await drizzle(d1)
    .update(products)
    .set({ name })
    .where(isProduct(marketplace, id))
    .returning({ id: products.id })
  return renamed.length > 0
}

function isProduct(marketplace: string, id: string) {
  return and(eq(products.marketplace, marketplace), eq(products.id, id))
}
