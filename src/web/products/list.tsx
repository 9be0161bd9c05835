import { Hono } from 'hono'
import { ProductList } from '../../../views/products/list'
import { listMissing } from '../../attention/missing-rules'
import { KINDS } from '../../integrations'
import { EVERY_PRODUCT } from '../../model/rule'
import { listProducts } from '../../products/store'
import { isCreateRuleMissing, listOpenersOff } from '../../rules/recommend'
import { listRules } from '../../rules/store'
import { marketplaceAddress, productAddress } from '../http/address'
import type { Web } from '../http/context'
import { renderPage } from '../http/respond'

export const productList = new Hono<Web>()

productList.get('/products', async (c) => {
  const marketplace = c.var.member.marketplace.id
  const [products, rules, seen] = await Promise.all([
    listProducts(c.env.DB, marketplace),
    listRules(c.env.DB, marketplace),
    c.env.JOURNAL.getByName(marketplace).seen(),
  ])
  const last = new Map(seen.products.map((product) => [product.id, product.last]))
  const byProduct = Map.groupBy(rules, (rule) => rule.product)
  const global = byProduct.get(EVERY_PRODUCT) ?? []
  const rows = products.map((product) => {
    const own = byProduct.get(product.id) ?? []
    const seenAt = last.get(product.id) ?? null
    return {
      ...product,
      href: productAddress(marketplaceAddress(c), product.id),
      rules: own.length,
      seen: seenAt,
      lacksCreate: isCreateRuleMissing(seenAt !== null, [...own, ...global], KINDS),
      isOff: listOpenersOff(seenAt !== null, [...own, ...global], KINDS).length > 0,
      lacksRecommended: own.length > 0 && listMissing([...own, ...global], product.id, seen).length > 0,
    }
  })
  return renderPage(c, {
    title: 'Products',
    section: 'Products',
    main: <ProductList base={marketplaceAddress(c)} rows={rows} />,
  })
})
