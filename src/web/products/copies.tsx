/** Copy rules to other products. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Filled } from '../../../views/parts/form-values'
import { CopyRules } from '../../../views/products/copies'
import { recordAudit } from '../../accounts/audit'
import { findProduct, listProducts } from '../../products/store'
import { addRules, listRules, type RuleDraft } from '../../rules/store'
import { baseOf, productAddress } from '../http/address'
import type { Web } from '../http/context'
import { form, formId, fresh, several, wrong } from '../http/form'
import { page, seeOther } from '../http/respond'
import { isThere, MOST_COPIES } from '../rules/copying'

const copyForm = z.object({ id: formId, rules: several, products: several })

export const copiedRules = new Hono<Web>()

copiedRules.get('/products/:product/copies', (c) => show(c, fresh()))

copiedRules.post(
  '/products/:product/copies',
  form(copyForm, (c, filled) => show(c, filled, 422)),
  async (c) => {
    const { id, ...chosen } = c.req.valid('form')
    const marketplace = c.var.member.marketplace.id
    const from = c.req.param('product')
    const [rules, products] = await Promise.all([listRules(c.env.DB, marketplace), listProducts(c.env.DB, marketplace)])
    const copied = rules.filter((rule) => rule.product === from && chosen.rules.includes(rule.id))
    const to = products.filter((product) => product.id !== from && chosen.products.includes(product.id))
    if (copied.length === 0) return show(c, wrong({ id }, 'rules', 'Choose at least one rule.'), 422)
    if (to.length === 0) return show(c, wrong({ id }, 'products', 'Choose at least one product.'), 422)

    const drafts = to.flatMap((product, at) =>
      copied
        .map((rule, n): RuleDraft => ({ ...rule, id: `${id}-${at}-${n}`, product: product.id }))
        .filter((draft) => !isThere(draft, rules)),
    )
    if (drafts.length > MOST_COPIES) {
      const text = `That would make ${drafts.length} rules; the most at once is ${MOST_COPIES}. Choose fewer products.`
      return show(c, wrong({ id }, 'products', text), 422)
    }
    await addRules(c.env.DB, drafts)
    const text = `${count(drafts.length, 'rule')} copied to ${count(to.length, 'product')}.`
    await recordAudit(c.env.DB, {
      marketplace,
      person: c.var.person,
      did: 'copied',
      what: `rules of product ${from}: ${text}`,
    })
    return seeOther(c, productAddress(baseOf(c), from), { kind: 'done', text })
  },
)

async function show(c: Context<Web>, filled: Filled, status: 200 | 422 = 200): Promise<Response> {
  const marketplace = c.var.member.marketplace.id
  const product = await findProduct(c.env.DB, marketplace, c.req.param('product') ?? '')
  if (product === null) return c.notFound()
  const rules = await listRules(c.env.DB, marketplace, { product: product.id })
  const others = (await listProducts(c.env.DB, marketplace)).filter((other) => other.id !== product.id)
  const typed = c.req.method === 'POST' ? await c.req.parseBody({ all: true }) : null
  const ticked = {
    rules: typed ? several.parse(typed.rules) : rules.map(({ id }) => id),
    products: typed ? several.parse(typed.products) : [],
  }
  const main = <CopyRules {...{ base: baseOf(c), product, rules, others, ticked, filled }} />
  return page(c, { title: 'Copy rules', section: 'Products', main }, status)
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
