/** Statements that add products, for the batch of a command. */
import { type SQL, sql } from 'drizzle-orm'
import type { DrizzleD1Database } from 'drizzle-orm/d1'
import { products } from '../db/schema'

export interface AddedProduct {
  id: string
  name: string
}

/** A product takes four of the 100 parameters of a D1 statement. */
const PRODUCTS_PER_STATEMENT = 25

/** One that is there already keeps its name. */
export function insertProducts(db: DrizzleD1Database, marketplace: string, added: AddedProduct[]) {
  const createdAt = Date.now()
  const rows = added.map(({ id, name }) => ({ id, name, marketplace, createdAt }))
  return Array.from({ length: Math.ceil(rows.length / PRODUCTS_PER_STATEMENT) }, (_, n) =>
    db
      .insert(products)
      .values(rows.slice(n * PRODUCTS_PER_STATEMENT, (n + 1) * PRODUCTS_PER_STATEMENT))
      .onConflictDoNothing(),
  )
}

/** Holds while one of them is not there. */
export function isAnyMissing(marketplace: string, added: AddedProduct[]): SQL {
  const wanted = JSON.stringify(added.map(({ id }) => id))
  const known = sql`SELECT 1 FROM ${products} WHERE ${products.marketplace} = ${marketplace} AND ${products.id} = wanted.value`
  return sql`EXISTS (SELECT 1 FROM json_each(${wanted}) AS wanted WHERE NOT EXISTS (${known}))`
}
