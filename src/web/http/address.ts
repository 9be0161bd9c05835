/** Addresses within the marketplace of the request. */
import type { Context } from 'hono'
import type { Web } from './context'

/** `/m/<marketplace>`: what every address of a marketplace's pages begins with. */
export function marketplaceAddress(c: Context<Web>): string {
  return `/m/${c.var.member.marketplace.id}`
}

/** The address of a product's page; `*` leads to the global rules. */
export function productAddress(base: string, product: string): string {
  return product === '*' ? `${base}/rules` : `${base}/products/${encodeURIComponent(product)}/integrations`
}
