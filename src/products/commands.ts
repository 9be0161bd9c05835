/** Changes of products. Each can run again after a crash. */
import { and, eq, exists, notExists } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { type Author, auditLine } from '../accounts/audit-line'
import { insertWhere } from '../accounts/conditional-writes'
import { displayName } from '../accounts/display-name'
import { CHANGED_MEANWHILE, isStale, stampOf } from '../accounts/form-stamp'
import { products } from '../db/schema'
import type { Env } from '../env'
import { type CommandResult, type Refusal, refuseWith } from '../model/command-result'
import { EVERY_PRODUCT } from '../model/rule'
import { listRules } from '../rules/store'
import { type AddedProduct, insertProducts, isAnyMissing } from './new-products'
import { findProduct, isProduct, listProducts } from './store'

type Database = Pick<Env, 'DB'>

const refuse = refuseWith({
  'every product': 'An asterisk stands for every product. Enter the id of one.',
  gone: 'There is no such product.',
  'changed meanwhile': CHANGED_MEANWHILE,
})

/** Adds a product by hand; an existing product with that id stays unchanged. The same form sent twice adds it once. */
export async function addProduct(
  env: Database,
  author: Author,
  { id, name }: { id: string; name: string },
): Promise<CommandResult<'known' | 'every product'>> {
  if (id === EVERY_PRODUCT) {
    return refuse('every product')
  }
  const db = drizzle(env.DB)
  const isNew = notExists(db.select({ id: products.id }).from(products).where(isProduct(author.marketplace, id)))
  const row = { id, name, marketplace: author.marketplace, createdAt: Date.now() }
  const [, added] = await db.batch([
    auditLine(db, author, { did: 'added', what: `the product “${name}” (${id})`, link: productLink(id) }, isNew),
    insertWhere(db, products, row, isNew).returning({ id: products.id }),
  ])
  const isTheirs = async () => (await findProduct(env.DB, author.marketplace, id))?.name === name
  return added.length > 0 || (await isTheirs()) ? { ok: true } : refuseKnown(id)
}

/** Adds those that are not there yet; existing products keep their names. */
export async function addProducts(env: Database, author: Author, added: AddedProduct[]): Promise<CommandResult<never>> {
  const known = new Set((await listProducts(env.DB, author.marketplace)).map(({ id }) => id))
  const isNew = ({ id }: AddedProduct) => id !== EVERY_PRODUCT && !known.has(id)
  const [first, ...others] = added.filter(isNew)
  if (first === undefined) {
    return { ok: true }
  }
  const db = drizzle(env.DB)
  const named = `the product “${first.name}” (${first.id})`
  const what = others.length === 0 ? named : `${others.length + 1} products, beginning with “${first.name}”`
  const link = others.length === 0 ? productLink(first.id) : '/products'
  await db.batch([
    auditLine(db, author, { did: 'added', what, link }, isAnyMissing(author.marketplace, [first, ...others])),
    ...insertProducts(db, author.marketplace, [first, ...others]),
  ])
  return { ok: true }
}

/** @param madeFrom stamp of the name that the form showed */
export async function renameProduct(
  env: Database,
  author: Author,
  id: string,
  name: string,
  madeFrom = '',
): Promise<CommandResult<'gone' | 'changed meanwhile'>> {
  const before = await findProduct(env.DB, author.marketplace, id)
  if (before === null) {
    return refuse('gone')
  }
  if (before.name === name) {
    return { ok: true }
  }
  if (isStale(madeFrom, stampOf(before.name))) {
    return refuse('changed meanwhile')
  }
  const db = drizzle(env.DB)
  const changing = and(isProduct(author.marketplace, id), eq(products.name, before.name))
  const deed = {
    did: 'renamed',
    what: `the product ${id}`,
    link: productLink(id),
    changes: [{ field: 'Product name', from: before.name, to: name }],
  }
  const [, changed] = await db.batch([
    auditLine(db, author, deed, exists(db.select({ id: products.id }).from(products).where(changing))),
    db.update(products).set({ name }).where(changing).returning({ id: products.id }),
  ])
  if (changed.length > 0) {
    return { ok: true }
  }
  const now = await findProduct(env.DB, author.marketplace, id)
  if (now === null) {
    return refuse('gone')
  }
  return now.name === name ? { ok: true } : refuse('changed meanwhile')
}

/** Deletes a product with its rules; those for every product still apply to it. `left`: that is still under way. */
export async function deleteProduct(
  env: Pick<Env, 'DB' | 'JOURNAL'>,
  author: Author,
  id: string,
): Promise<CommandResult<'gone', { name: string; left: boolean }>> {
  const found = await findProduct(env.DB, author.marketplace, id)
  if (found === null) {
    return refuse('gone')
  }
  const { name, createdAt } = found
  const count = (await listRules(env.DB, author.marketplace, { product: id })).length
  const what = `the product “${name}” (${id}) with ${count === 1 ? 'one rule' : `${count} rules`}`
  const job = await env.JOURNAL.getByName(author.marketplace).startJob({
    id: `delete-product ${createdAt} ${id}`,
    kind: 'delete-product',
    marketplace: author.marketplace,
    input: { product: { id, name } },
    person: displayName(author.person),
    deed: { author, did: 'deleted', what },
  })
  return { ok: true, name, left: job.endedAt === null }
}

function productLink(id: string): string {
  return `/products/${encodeURIComponent(id)}`
}

function refuseKnown(id: string): Refusal<'known'> {
  return {
    ok: false,
    reason: 'known',
    sentence: `Product ${id} already exists; find it under Products.`,
  }
}
