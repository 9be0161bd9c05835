/** Copies of rules: for other products, and for another marketplace, whose products they bring along. */
import { and, eq, isNull } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/d1'
import { type Author, auditLine } from '../accounts/audit-line'
import { findMembership } from '../accounts/members'
import { integrations, products } from '../db/schema'
import type { Env } from '../env'
import { type CommandResult, type Refusal, refuseWith } from '../model/command-result'
import { EVERY_PRODUCT, type Rule } from '../model/rule'
import { areMissing, insertRules, listNewRules } from '../rules/new-rules'
import { type Copy, isPresent, MOST_COPIES, planCopies } from '../rules/rule-copies'
import type { RuleDraft } from '../rules/store'
import { listRules } from '../rules/store'
import { listProducts } from './store'

type Database = Pick<Env, 'DB'>

/** A product takes four of the 100 parameters of a D1 statement. */
const PRODUCTS_PER_STATEMENT = 25

const refuse = refuseWith({
  'no rules': 'Choose at least one rule.',
  'no products': 'Choose at least one product.',
  'not theirs': 'You are in no marketplace of that id besides this one.',
  'too many rules': `The most at once is ${MOST_COPIES}. Choose fewer rules.`,
})

interface ProductCopies {
  /** Of the form: the same form makes the same rules. */
  id: string
  from: string
  rules: string[]
  products: string[]
}

/** Copies rules of one product to others; what a product has already is not copied again. */
export async function copyRulesToProducts(
  env: Database,
  author: Author,
  { id, from, ...chosen }: ProductCopies,
): Promise<CommandResult<'no rules' | 'no products' | 'too many', { text: string }>> {
  const { marketplace } = author
  const [rules, known] = await Promise.all([listRules(env.DB, marketplace), listProducts(env.DB, marketplace)])
  const copied = rules.filter((rule) => rule.product === from && chosen.rules.includes(rule.id))
  const to = known.filter((product) => product.id !== from && chosen.products.includes(product.id))
  if (copied.length === 0) {
    return refuse('no rules')
  }
  if (to.length === 0) {
    return refuse('no products')
  }
  const drafts = to.flatMap((product, at) =>
    copied
      .map((rule, n): RuleDraft => ({ ...rule, id: `${id}-${at}-${n}`, product: product.id }))
      .filter((draft) => !isPresent(draft, rules)),
  )
  if (drafts.length > MOST_COPIES) {
    return refuseSoMany(drafts.length)
  }

  const text = `${count(drafts.length, 'rule')} copied to ${count(to.length, 'product')}.`
  const db = drizzle(env.DB)
  const added = await listNewRules(db, drafts)
  if (added.length > 0) {
    const deed = { did: 'copied', what: `rules of product ${from}: ${text}`, link: productLink(from) }
    await db.batch([auditLine(db, author, deed, areMissing(db, added)), ...insertRules(db, added)])
  }
  return { ok: true, text }
}

interface MarketplaceCopies {
  /** Of the form: the same form makes the same rules. */
  id: string
  to: string
  rules: string[]
  /** Which integration there takes the place of one here. */
  becomes: Record<string, string>
  /** Whether copies run at once. */
  on: boolean
}

/** `no integration`: none takes the place of `integration`. */
type MarketplaceRefusal =
  | Refusal<'no rules' | 'not theirs' | 'too many rules'>
  | (Refusal<'no integration'> & { integration: string })

/** Copies rules to another marketplace, by someone who belongs to both. Each has a line in its own audit trail. */
export async function copyRulesToMarketplace(
  env: Database,
  author: Author,
  { id, to: other, becomes, on, ...chosen }: MarketplaceCopies,
): Promise<{ ok: true; text: string; product: string } | MarketplaceRefusal> {
  const { marketplace, person } = author
  const to = other === marketplace ? null : await findMembership(env.DB, other, person.id)
  if (to === null) {
    return refuse('not theirs')
  }
  const [rules, present, substitutes] = await Promise.all([
    listRules(env.DB, marketplace),
    listRules(env.DB, other),
    listSubstitutes(env.DB, other),
  ])
  const copied = rules.filter((rule) => chosen.rules.includes(rule.id))
  if (copied.length === 0) {
    return refuse('no rules')
  }
  if (copied.length > MOST_COPIES) {
    return refuse('too many rules')
  }
  const stands = (one: string) => substitutes.find((substitute) => substitute.id === becomes[one])
  const unsaid = copied.find((rule) => stands(rule.integration) === undefined)
  if (unsaid) {
    return refuseWithout(unsaid)
  }

  const copies = planCopies({ marketplace: other, rules: present, stands, on }, copied, id)
  const text = describeCopies(copies, copied.length, to.marketplace.name, on)
  await addCopies(env, author, other, copies, text)
  const [only = EVERY_PRODUCT, ...more] = [...new Set(copies.map(({ draft }) => draft.product))]
  return { ok: true, text, product: more.length > 0 ? EVERY_PRODUCT : only }
}

async function addCopies(env: Database, author: Author, to: string, copies: Copy[], text: string): Promise<void> {
  const db = drizzle(env.DB)
  const added = await listNewRules(
    db,
    copies.map(({ draft }) => draft),
  )
  if (added.length === 0) {
    return
  }
  const isNew = areMissing(db, added)
  await db.batch([
    auditLine(db, author, { did: 'copied', what: `rules: ${text}`, link: '/rules' }, isNew),
    auditLine(
      db,
      { ...author, marketplace: to },
      { did: 'added', what: `rules copied from elsewhere: ${text}`, link: '/rules' },
      isNew,
    ),
    ...(await nameProducts(env.DB, author.marketplace, to, added)),
    ...insertRules(db, added),
  ])
}

/** Products the other side does not know are made there; those it knows keep their name. */
async function nameProducts(d1: D1Database, from: string, to: string, drafts: RuleDraft[]) {
  const known = await listProducts(d1, from)
  const rows = [...new Set(drafts.map(({ product }) => product))]
    .filter((id) => id !== EVERY_PRODUCT)
    .map((id) => ({
      id,
      marketplace: to,
      name: known.find((product) => product.id === id)?.name ?? id,
      createdAt: Date.now(),
    }))
  const statements = Math.ceil(rows.length / PRODUCTS_PER_STATEMENT)
  return Array.from({ length: statements }, (_, n) =>
    drizzle(d1)
      .insert(products)
      .values(rows.slice(n * PRODUCTS_PER_STATEMENT, (n + 1) * PRODUCTS_PER_STATEMENT))
      .onConflictDoNothing(),
  )
}

function listSubstitutes(d1: D1Database, marketplace: string): Promise<{ id: string; site: string }[]> {
  return drizzle(d1)
    .select({ id: integrations.id, site: integrations.site })
    .from(integrations)
    .where(and(eq(integrations.marketplace, marketplace), isNull(integrations.deletingAt)))
}

function describeCopies(copies: Copy[], chosen: number, name: string, on: boolean): string {
  const elsewhere = copies.filter((copy) => copy.elsewhere).length
  const sentences = [
    copies.length === 0
      ? `${name} has these rules already; nothing was copied.`
      : `${count(copies.length, 'rule')} copied to ${name}, ${on ? 'switched on where they are on here' : 'switched off until you switch them on'}.`,
    ...(elsewhere > 0
      ? [`${count(elsewhere, 'rule')} on another site: off until you choose the course or bundle there.`]
      : []),
    ...(copies.length > 0 && chosen > copies.length
      ? [`${count(chosen - copies.length, 'rule')} it had already.`]
      : []),
  ]
  return sentences.join(' ')
}

function refuseSoMany(rules: number): Refusal<'too many'> {
  const sentence = `That would make ${rules} rules; the most at once is ${MOST_COPIES}. Choose fewer products.`
  return { ok: false, reason: 'too many', sentence }
}

function refuseWithout({ integration, integrationName }: Rule): MarketplaceRefusal {
  const sentence = `Choose what takes ${integrationName}’s place.`
  return { ok: false, reason: 'no integration', integration, sentence }
}

function productLink(id: string): string {
  return id === EVERY_PRODUCT ? '/rules' : `/products/${encodeURIComponent(id)}/integrations`
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
