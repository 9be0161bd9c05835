/** /marketplaces : one table of health for those who run several, and New Marketplace. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { Marketplaces } from '../../../views/marketplaces/marketplaces'
import { NewMarketplace } from '../../../views/marketplaces/new-marketplace'
import type { Filled } from '../../../views/parts/form-values'
import { recordAudit } from '../../accounts/audit'
import { listMemberships } from '../../accounts/members'
import { canOpenMarketplace, openMarketplace } from '../../accounts/people'
import type { Web } from '../http/context'
import { form, fresh } from '../http/form'
import { page, seeOther } from '../http/respond'
import { signedIn } from '../security/guard'
import { marketplaceName } from './account-fields'
import { health } from './health'

export const marketplaces = new Hono<Web>()

marketplaces.use('/marketplaces/*', signedIn)

marketplaces.get('/marketplaces', async (c) => {
  const memberships = await listMemberships(c.env.DB, c.var.person.id)
  const rows = await Promise.all(memberships.map((membership) => health(c.env, membership)))
  const main = <Marketplaces rows={rows} mayOpen={await canOpenMarketplace(c.env, c.var.person.id)} />
  return page(c, { title: 'Marketplaces', section: null, main })
})

marketplaces.get('/marketplaces/new', (c) => show(c, fresh(), 200))

marketplaces.post('/marketplaces', form(z.object({ name: marketplaceName }), show), async (c) => {
  const { name } = c.req.valid('form')
  const person = c.var.person
  if (!(await canOpenMarketplace(c.env, person.id))) return c.notFound()
  const id = await openMarketplace(c.env, person.id, name)
  await recordAudit(c.env.DB, { marketplace: id, person, did: 'made the marketplace', what: name })
  return seeOther(c, `/m/${id}/overview`, { kind: 'done', text: `${name} is there. Connect Thinkific next.` })
})

async function show(c: Context<Web>, filled: Filled, status: 200 | 422 = 422) {
  return page(c, { title: 'New marketplace', section: null, main: <NewMarketplace filled={filled} /> }, status)
}
