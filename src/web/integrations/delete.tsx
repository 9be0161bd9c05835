import { Hono } from 'hono'
import { DeleteIntegration } from '../../../views/integrations/delete'
import { recordAudit } from '../../accounts/audit'
import { listMappings } from '../../integrations/mappings'
import { deleteIntegration, findIntegration } from '../../integrations/store'
import { deleteCatalog } from '../../integrations/thinkific/catalog/store'
import { listRules } from '../../rules/store'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
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
      rules={rules.length}
      mappings={mappings.length}
    />
  )
  return renderPage(c, { title: `Delete ${found.name}`, section: 'Integrations', main })
})

deleteIntegrationPage.post('/integrations/:integration/delete', requireAdmin, async (c) => {
  const marketplace = c.var.member.marketplace.id
  const found = await findIntegration(c.env.DB, marketplace, c.req.param('integration'))
  if (found === null) {
    return c.notFound()
  }
  const rules = await listRules(c.env.DB, marketplace, { integration: found.id })
  await deleteIntegration(c.env.DB, marketplace, found.id)
  const journal = c.env.JOURNAL.getByName(marketplace)
  await Promise.all(rules.map((rule) => journal.ruleOff(rule.id)))
  // The site's ledger still holds customers, and an erasure must reach it.
  await journal.left(found.site)
  await c.env.THINKIFIC_SITE.getByName(found.site).forget({ integration: found.id })
  await deleteCatalog(c.env.COPIES, found.id)
  const what = `the integration “${found.name}” with ${rules.length} rules`
  await recordAudit(c.env.DB, { marketplace, person: c.var.person, did: 'deleted', what })
  return redirect(c, `${marketplaceAddress(c)}/integrations`, { kind: 'done', text: `${found.name} is deleted.` })
})
