/** Changes of products. Each can run again after a crash. */
import { and, ne } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import type { Author } from '../accounts/audit-line'
import { products } from '../db/schema'
import type { Env } from '../env'
import { type CommandResult, type Refusal, refuseWith } from '../model/command-result'
import { EVERY_PRODUCT } from '../model/rule'
import { findProduct, isProduct } from './store'

type Database = Pick<Env, 'DB'>

const refuse = refuseWith({
  'every product': 'An asterisk stands for every product. Enter the id of one.',
  gone: 'There is no such product.',
})

/** Adds a product by hand; one of that id already there is left as it is. */
export async function addProduct(
  env: Database,
  { marketplace }: Author,
  { id, name }: { id: string; name: string },
): Promise<CommandResult<'known' | 'every product'>> {
  if (id === EVERY_PRODUCT) {
    return refuse('every product')
  }
  const added = await drizzle(env.DB)
    .insert(products)
    .values({ id, name, marketplace, createdAt: Date.now() })
    .onConflictDoNothing()
    .returning({ id: products.id })
  return added.length > 0 ? { ok: true } : refuseKnown(id)
}

export async function renameProduct(
  env: Database,
  { marketplace }: Author,
  id: string,
  name: string,
): Promise<CommandResult<'gone'>> {
  const own = isProduct(marketplace, id)
  await drizzle(env.DB)
    .update(products)
    .set({ name })
    .where(and(own, ne(products.name, name)))
  return (await findProduct(env.DB, marketplace, id)) === null ? refuse('gone') : { ok: true }
}

function refuseKnown(id: string): Refusal<'known'> {
  return {
    ok: false,
    reason: 'known',
    sentence: `There is a product ${id} already; you find it under Products.`,
  }
}
