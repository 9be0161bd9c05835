import { type Context, Hono } from 'hono'
import { FoundProducts, ProductList, type ProductRow } from '../../../views/products/list'
import { listMissing } from '../../attention/missing-rules'
import { KINDS } from '../../integrations'
import { startOfOverviewDays } from '../../journal/overview/overview-days'
import { EVERY_PRODUCT } from '../../model/rule'
import { listProducts } from '../../products/store'
import { isCreateRuleMissing, listOpenersOff } from '../../rules/recommend'
import { listRules } from '../../rules/store'
import { marketplaceAddress, productAddress } from '../http/address'
import type { Web } from '../http/context'
import { renderPage } from '../http/respond'

const NO_FIGURES = { enrolled: 0, ended: 0, failed: 0, sales: 0 }

export const productList = new Hono<Web>()

productList.get('/products', async (c) => {
  const typed = (c.req.query('q') ?? '').trim()
  const all = await loadRows(c)
  const wanted = typed.toLowerCase()
  const rows = all.filter(({ id, name }) => [id, name].some((text) => text.toLowerCase().includes(wanted)))
  const shown = { base: marketplaceAddress(c), rows: rows.toSorted((a, b) => urgency(b) - urgency(a)), typed }
  return renderPage(c, {
    title: 'Products',
    section: 'Products',
    main: <ProductList {...shown} total={all.length} />,
    fragment: <FoundProducts {...shown} />,
  })
})

/** Sorted by name. */
async function loadRows(c: Context<Web>): Promise<ProductRow[]> {
  const marketplace = c.var.member.marketplace.id
  const journal = c.env.JOURNAL.getByName(marketplace)
  const [products, rules, seen, figures] = await Promise.all([
    listProducts(c.env.DB, marketplace),
    listRules(c.env.DB, marketplace),
    journal.seen(),
    journal.productFigures(startOfOverviewDays(Date.now())),
  ])
  const last = new Map(seen.products.map((product) => [product.id, product.last]))
  const byProduct = Map.groupBy(rules, (rule) => rule.product)
  const global = byProduct.get(EVERY_PRODUCT) ?? []
  return products.map((product) => {
    const own = byProduct.get(product.id) ?? []
    const seenAt = last.get(product.id) ?? null
    return {
      ...product,
      href: productAddress(marketplaceAddress(c), product.id),
      rules: own.length,
      seen: seenAt,
      figures: figures[product.id] ?? NO_FIGURES,
      lacksCreate: isCreateRuleMissing(seenAt !== null, [...own, ...global], KINDS),
      isOff: listOpenersOff(seenAt !== null, [...own, ...global], KINDS).length > 0,
      lacksRecommended: own.length > 0 && listMissing([...own, ...global], product.id, seen).length > 0,
    }
  })
}

/** Buyers left out come first, then what failed, then what could be better. */
function urgency({ lacksCreate, isOff, lacksRecommended, figures }: ProductRow): number {
  if (lacksCreate || isOff) {
    return 3
  }
  return figures.failed > 0 ? 2 : Number(lacksRecommended)
}
