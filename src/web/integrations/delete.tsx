import { Hono } from 'hono'
import { DeleteIntegration } from '../../../views/integrations/delete'
import { recordAudit } from '../../accounts/audit'
import { KINDS } from '../../integrations'
import { toConnection } from '../../integrations/connection'
import { listMappings } from '../../integrations/mappings'
import { deleteIntegration, findIntegration, type Integration } from '../../integrations/store'
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
      deletion={describeDeletion(found)}
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
  const kind = KINDS.find(found.kind)
  if (kind?.ledger !== undefined) {
    // Its ledger goes on knowing who bought: an erasure must find the way there.
    await journal.left(found.site)
  }
  await kind?.forget(c.env, toConnection(found), 'deleted')
  const what = `the integration “${found.name}” with ${rules.length} rules`
  await recordAudit(c.env.DB, { marketplace, person: c.var.person, did: 'deleted', what })
  return redirect(c, `${marketplaceAddress(c)}/integrations`, { kind: 'done', text: `${found.name} is deleted.` })
})

/** What it takes and leaves on the other side. */
function describeDeletion({ kind, site }: Integration): { takes: string[]; stays: string[] } {
  const deletion = KINDS.find(kind)?.deletion
  return { takes: deletion ? [deletion.takes(site)] : [], stays: deletion ? [deletion.stays] : [] }
}
