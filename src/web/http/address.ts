import type { Context } from 'hono'
import type { Web } from './context'

/** What links begin with that an admin hands over. A request's own host is its sender's word: nothing is mailed without a configured address. */
export function publicOrigin(c: Context<Web>): string {
  return new URL(c.env.PUBLIC_URL || c.req.url).origin
}

/** `/m/<marketplace>` */
export function marketplaceAddress(c: Context<Web>): string {
  return `/m/${c.var.member.marketplace.id}`
}

/** `*` leads to the global rules. */
export function productAddress(base: string, product: string): string {
  return product === '*' ? `${base}/rules` : `${base}/products/${encodeURIComponent(product)}/integrations`
}
