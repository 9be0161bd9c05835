import type { Context } from 'hono'
import type { Web } from './context'

/** Origin of links. The sender of a request chooses its host, so nothing is mailed unless an address is configured. */
export function publicOrigin(c: Context<Web>): string {
  return new URL(c.env.PUBLIC_URL || c.req.url).origin
}

export function marketplaceAddress(c: Context<Web>): string {
  return `/m/${c.var.member.marketplace.id}`
}

/** `*` leads to the global rules. */
export function productAddress(base: string, product: string): string {
  return product === '*' ? `${base}/rules` : `${base}/products/${encodeURIComponent(product)}/integrations`
}
