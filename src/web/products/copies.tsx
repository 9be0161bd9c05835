import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { FormValues } from '../../../views/parts/form-values'
import { CopyRules } from '../../../views/products/copies'
import { recordAudit } from '../../accounts/audit'
import { findProduct, listProducts } from '../../products/store'
import { addRules, listRules, type RuleDraft } from '../../rules/store'
import { marketplaceAddress, productAddress } from '../http/address'
import type { Web } from '../http/context'
import { formId, newForm, textList, validateForm, withError } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { isPresent, MOST_COPIES } from '../rules/rule-copies'

const copyForm = z.object({ id: formId, rules: textList, products: textList })

export const ruleCopies = new Hono<Web>()

ruleCopies.get('/products/:product/copies', (c) => show(c, newForm()))

ruleCopies.post(
  '/products/:product/copies',
  validateForm(copyForm, (c, filled) => show(c, filled, 422)),
  async (c) => {
    const { id, ...chosen } = c.req.valid('form')
    const marketplace = c.var.member.marketplace.id
    const from = c.req.param('product')
    const [rules, products] = await Promise.all([listRules(c.env.DB, marketplace), listProducts(c.env.DB, marketplace)])
    const copied = rules.filter((rule) => rule.product === from && chosen.rules.includes(rule.id))
    const to = products.filter((product) => product.id !== from && chosen.products.includes(product.id))
    if (copied.length === 0) {
      return show(c, withError({ id }, 'rules', 'Choose at least one rule.'), 422)
    }
    if (to.length === 0) {
      return show(c, withError({ id }, 'products', 'Choose at least one product.'), 422)
    }

    const drafts = to.flatMap((product, at) =>
      copied
        .map((rule, n): RuleDraft => ({ ...rule, id: `${id}-${at}-${n}`, product: product.id }))
        .filter((draft) => !isPresent(draft, rules)),
    )
    if (drafts.length > MOST_COPIES) {
      const text = `That would make ${drafts.length} rules; the most at once is ${MOST_COPIES}. Choose fewer products.`
      return show(c, withError({ id }, 'products', text), 422)
    }
    await addRules(c.env.DB, drafts)
    const text = `${count(drafts.length, 'rule')} copied to ${count(to.length, 'product')}.`
    await recordAudit(c.env.DB, {
      marketplace,
      person: c.var.person,
      did: 'copied',
      what: `rules of product ${from}: ${text}`,
    })
    return redirect(c, productAddress(marketplaceAddress(c), from), { kind: 'done', text })
  },
)

async function show(c: Context<Web>, filled: FormValues, status: 200 | 422 = 200): Promise<Response> {
  const marketplace = c.var.member.marketplace.id
  const product = await findProduct(c.env.DB, marketplace, c.req.param('product') ?? '')
  if (product === null) {
    return c.notFound()
  }
  const rules = await listRules(c.env.DB, marketplace, { product: product.id })
  const others = (await listProducts(c.env.DB, marketplace)).filter((other) => other.id !== product.id)
  const typed = c.req.method === 'POST' ? await c.req.parseBody({ all: true }) : null
  const ticked = {
    rules: typed ? textList.parse(typed.rules) : rules.map(({ id }) => id),
    products: typed ? textList.parse(typed.products) : [],
  }
  const main = <CopyRules {...{ base: marketplaceAddress(c), product, rules, others, ticked, filled }} />
  return renderPage(c, { title: 'Copy rules', section: 'Products', main }, status)
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
