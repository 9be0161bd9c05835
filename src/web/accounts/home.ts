import { Hono } from 'hono'
import { listMemberships } from '../../accounts/members'
import type { Web } from '../http/context'
import { requirePerson } from '../security/guard'

export const home = new Hono<Web>()

home.get('/', requirePerson, async (c) => {
  const memberships = await listMemberships(c.env.DB, c.var.person.id)
  const [only, another] = memberships
  const to = only !== undefined && another === undefined ? `/m/${only.marketplace.id}/overview` : '/marketplaces'
  return c.redirect(to, 303)
})
