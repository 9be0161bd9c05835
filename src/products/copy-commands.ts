import { drizzle } from 'drizzle-orm/d1'
import { type Author, auditLine } from '../accounts/audit-line'
import { batchWhere } from '../accounts/batch-where'
import type { Env } from '../env'
import { type CommandResult, type Refusal, refuseWith } from '../model/command-result'
import { EVERY_PRODUCT } from '../model/rule'
import { areKnown, areMissing, insertRules, listNewRules } from '../rules/new-rules'
import { countRules, isPresent, MOST_COPIES } from '../rules/rule-copies'
import type { RuleDraft } from '../rules/store'
import { listRules } from '../rules/store'
import { listProducts } from './store'

type Database = Pick<Env, 'DB'>

const refuse = refuseWith({
  'no rules': 'Choose at least one rule.',
  'no products': 'Choose at least one product.',
  gone: 'A product you chose has since been deleted. Choose again.',
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
): Promise<CommandResult<'no rules' | 'no products' | 'gone' | 'too many', { text: string }>> {
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

  const text = `${countRules(drafts.length)} copied to ${to.length === 1 ? '1 product' : `${to.length} products`}.`
  const db = drizzle(env.DB)
  const added = await listNewRules(db, drafts)
  if (added.length > 0) {
    const deed = { did: 'copied', what: `rules of product ${from}: ${text}`, link: productLink(from) }
    const products = added.map(({ product }) => product)
    const statements = [auditLine(db, author, deed, areMissing(db, added)), ...insertRules(db, added)] as const
    if ((await batchWhere(db, areKnown(marketplace, products), statements)) === null) {
      return refuse('gone')
    }
  }
  return { ok: true, text }
}

function refuseSoMany(rules: number): Refusal<'too many'> {
  const sentence = `That would make ${rules} rules; the most at once is ${MOST_COPIES}. Choose fewer products.`
  return { ok: false, reason: 'too many', sentence }
}

function productLink(id: string): string {
  return id === EVERY_PRODUCT ? '/rules' : `/products/${encodeURIComponent(id)}/integrations`
}
