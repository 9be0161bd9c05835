import type { Context } from 'hono'
import type { Author } from '../../accounts/audit-line'
import type { Web } from './context'

export function authorOf(c: Context<Web>): Author {
  return { marketplace: c.var.member.marketplace.id, person: c.var.person }
}
