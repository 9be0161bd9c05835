import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { Marketplaces } from '../../../views/marketplaces/marketplaces'
import { NewMarketplace } from '../../../views/marketplaces/new-marketplace'
import type { FormValues } from '../../../views/parts/form-values'
import { createMarketplace } from '../../accounts/marketplace-commands'
import { listClosedMemberships, listMemberships } from '../../accounts/members'
import { canOpenMarketplace } from '../../accounts/people'
import { KINDS } from '../../integrations'
import type { Web } from '../http/context'
import { newForm, readFormId, validateForm } from '../http/form'
import { readBrowserZone, redirect, renderPage } from '../http/respond'
import { requirePerson } from '../security/guard'
import { ALL_ASKED } from '../status/rounds'
import { marketplaceName } from './account-fields'
import { collectHealth } from './health'

export const marketplaces = new Hono<Web>()

marketplaces.use('/marketplaces/*', requirePerson)

marketplaces.get('/marketplaces', async (c) => {
  const { DB } = c.env
  const { id } = c.var.person
  const [memberships, closed] = await Promise.all([listMemberships(DB, id), listClosedMemberships(DB, id)])
  const inFull = memberships.length <= ALL_ASKED
  const rows = await Promise.all(memberships.map((membership) => collectHealth(c.env, membership, inFull)))
  const main = <Marketplaces rows={rows} closed={closed.length} mayOpen={await canOpenMarketplace(c.env, id)} />
  return renderPage(c, { title: 'Marketplaces', section: null, main })
})

marketplaces.get('/marketplaces/new', (c) => show(c, newForm(), 200))

marketplaces.post(
  '/marketplaces',
  validateForm(z.object({ name: marketplaceName, id: z.string().optional() }), show),
  async (c) => {
    const { name, id } = c.req.valid('form')
    const created = await createMarketplace(c.env, c.var.person, {
      form: readFormId(id),
      name,
      zone: readBrowserZone(c),
    })
    if (!created.ok) {
      return c.notFound()
    }
    return redirect(c, `/m/${created.id}/overview`, {
      kind: 'done',
      text: `${name} is created. Connect ${KINDS.nameKinds([])} next.`,
    })
  },
)

async function show(c: Context<Web>, filled: FormValues, status: 200 | 422 = 422) {
  return renderPage(c, { title: 'New marketplace', section: null, main: <NewMarketplace filled={filled} /> }, status)
}
