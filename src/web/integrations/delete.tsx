import { Hono } from 'hono'
import { DeleteIntegration } from '../../../views/integrations/delete'
import { KINDS } from '../../integrations'
import { deleteIntegration } from '../../integrations/commands'
import { listMappings } from '../../integrations/mappings'
import { findIntegration, type Integration } from '../../integrations/store'
import { listRules } from '../../rules/store'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { showRefusal } from '../http/gone'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'

export const deleteIntegrationPage = new Hono<Web>()

deleteIntegrationPage.get('/integrations/:integration/delete', requireAdmin, async (c) => {
  const marketplace = c.var.member.marketplace.id
  const found = await findIntegration(c.env.DB, marketplace, c.req.param('integration'))
  if (found === null) {
    return c.notFound()
  }
  const rules = await listRules(c.env.DB, marketplace, { integration: found.id })
  const mappings = await listMappings(c.env.DB, marketplace, found.id)
  const main = (
    <DeleteIntegration
      base={marketplaceAddress(c)}
      integration={found}
      deletion={describeDeletion(found)}
      rules={rules.length}
      mappings={mappings.length}
    />
  )
  return renderPage(c, { title: `Delete ${found.name}`, section: 'Integrations', main })
})

deleteIntegrationPage.post('/integrations/:integration/deletions', requireAdmin, async (c) => {
  const deleted = await deleteIntegration(c.env, authorOf(c), c.req.param('integration'))
  if (!deleted.ok) {
    const at = `${marketplaceAddress(c)}/integrations`
    return showRefusal(c, deleted, at)
  }
  const { name, left } = deleted
  const text = left ? `${name} is being deleted; it no longer runs anything.` : `${name} is deleted.`
  return redirect(c, `${marketplaceAddress(c)}/integrations`, { kind: 'done', text })
})

function describeDeletion({ kind, site }: Integration): { takes: string[]; stays: string[] } {
  const deletion = KINDS.find(kind)?.deletion
  return { takes: deletion ? [deletion.takes(site)] : [], stays: deletion ? [deletion.stays] : [] }
}
