import { type Context, Hono } from 'hono'
import { IntegrationList } from '../../../views/integrations/list'
import { KINDS } from '../../integrations'
import { addressOf } from '../../integrations/connection'
import { resumeDeletions } from '../../integrations/deletion'
import { isReconcilable } from '../../integrations/reconcilers'
import { deletionId, listDeleting, listIntegrations } from '../../integrations/store'
import type { JobView } from '../../journal/jobs/job'
import { listRules } from '../../rules/store'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { renderPage } from '../http/respond'
import { loadRefreshView } from './refresh-view'

export const integrationList = new Hono<Web>()

integrationList.get('/integrations', async (c) => {
  const { marketplace } = c.var.member
  const [integrations, rules, counts] = await Promise.all([
    listIntegrations(c.env.DB, marketplace.id),
    listRules(c.env.DB, marketplace.id),
    // Without the journal the list only lacks its figures.
    c.env.JOURNAL.getByName(marketplace.id)
      .differenceCounts()
      .catch((): Record<string, number> => ({})),
  ])
  const rows = await Promise.all(
    integrations.map(async (integration) => ({
      ...integration,
      address: addressOf(integration),
      rules: rules.filter((rule) => rule.integration === integration.id).length,
      refresh: await loadRefreshView(c.env, integration),
      differences: isReconcilable(integration) ? (counts[integration.id] ?? 0) : null,
    })),
  )
  const introductions = KINDS.all.map(({ introduction }) => introduction)
  const main = (
    <IntegrationList
      base={marketplaceAddress(c)}
      rows={rows}
      introductions={introductions}
      deletions={await listDeletions(c)}
    />
  )
  return renderPage(c, { title: 'Integrations', section: 'Integrations', main })
})

async function listDeletions(c: Context<Web>): Promise<JobView[]> {
  const { id } = c.var.member.marketplace
  const deleting = await listDeleting(c.env.DB, id)
  if (deleting.length === 0) {
    return []
  }
  const ids = new Set(deleting.map(deletionId))
  const listJobs = async () => (await c.env.JOURNAL.getByName(id).jobs()).filter((job) => ids.has(job.id))
  const jobs = await listJobs()
  if (jobs.length === ids.size) {
    return jobs
  }
  await resumeDeletions(c.env, id)
  return listJobs()
}
