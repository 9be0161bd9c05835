import type { Context } from 'hono'
import type { Web } from './context'

/** What links begin with that leave this site. A request's own host is its sender's word, so a configured address goes first. */
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
