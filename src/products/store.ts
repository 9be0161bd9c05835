/** Queries over the products of a marketplace. */
import { and, eq } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { products } from '../db/schema'
import { compareLabels } from '../model/label'

export type Product = typeof products.$inferSelect
type AddProductResult = 'added' | 'known'

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

/** Adds a product by hand; one of that id already there is left as it is and answers `known`. */
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

/** Gives a product another name. False when it is not known. */
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
