import { Hono } from 'hono'
import { DeleteMarketplace } from '../../../views/team/delete-marketplace'
import { deleteMarketplace } from '../../accounts/marketplace-commands'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { showRefusal } from '../http/gone'
import { redirect, renderPage } from '../http/respond'
import { nameOwnKinds } from '../integrations/kind-names'
import { requireAdmin } from '../security/guard'

export const marketplaceDeletion = new Hono<Web>()

marketplaceDeletion.get('/deletion', requireAdmin, async (c) => {
  const { name } = c.var.member.marketplace
  const main = <DeleteMarketplace base={marketplaceAddress(c)} name={name} kinds={await nameOwnKinds(c)} />
  return renderPage(c, { title: 'Delete this marketplace', section: 'Team', main })
})

marketplaceDeletion.post('/deletions', requireAdmin, async (c) => {
  const deleted = await deleteMarketplace(c.env, authorOf(c))
  if (deleted.ok) {
    return redirect(c, '/marketplaces', { kind: 'done', text: `${deleted.name} is deleted.` })
  }
  return showRefusal(c, deleted, '/marketplaces')
})
