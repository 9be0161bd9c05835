import type { Context } from 'hono'
import type { Web } from './context'

/** `/m/<marketplace>` */
export function marketplaceAddress(c: Context<Web>): string {
  return `/m/${c.var.member.marketplace.id}`
}

/** `*` leads to the global rules. */
export function productAddress(base: string, product: string): string {
  return product === '*' ? `${base}/rules` : `${base}/products/${encodeURIComponent(product)}/integrations`
}
