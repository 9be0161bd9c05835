/** Overview, and the backlog that tells itself again. Routes are relative to /m/:marketplace. */
import { Hono } from 'hono'
import { Backlog, BacklogDone } from '../../../views/overview/backlog'
import { OverviewPage } from '../../../views/overview/overview-page'
import { listIntegrations } from '../../integrations/store'
import { listProducts } from '../../products/store'
import { listRules } from '../../rules/store'
import { baseOf } from '../http/address'
import type { Web } from '../http/context'
import { page, seeOther } from '../http/respond'
import { attentionOf } from './attention'
import { backlogOf } from './backlog'
import { thirtyDays, timesMoved } from './days'
import { setupSteps } from './setup-steps'
import { troubledOf } from './troubled'

/** A marketplace that is older than the chart has been set up, however quiet it is. */
const A_MONTH_MS = 30 * 86_400_000

export const overview = new Hono<Web>()

overview.get('/', (c) => seeOther(c, `${baseOf(c)}/overview`))

overview.get('/overview', async (c) => {
  const marketplace = c.var.member.marketplace.id
  const journal = c.env.JOURNAL.getByName(marketplace)
  const [facts, seen, integrations, products, rules] = await Promise.all([
    journal.overview(),
    journal.seen(),
    listIntegrations(c.env.DB, marketplace),
    listProducts(c.env.DB, marketplace),
    listRules(c.env.DB, marketplace),
  ])
  const base = baseOf(c)
  const now = Date.now()
  const moved = timesMoved(facts.days)
  const standing = {
    integrations: integrations.length,
    products: products.length,
    rules: rules.length,
    eventCame: seen.triggers.length > 0,
    enrolled: moved > 0,
    settled: facts.oldest !== null && now - facts.oldest > A_MONTH_MS,
  }
  const troubled = await troubledOf(c, { integrations, products, rules, seen })
  const main = (
    <OverviewPage
      base={base}
      attention={attentionOf(base, facts, troubled, now)}
      setup={setupSteps(base, standing)}
      days={thirtyDays(facts.days)}
      moved={moved}
      backlog={backlogOf(facts.backlog, now)}
    />
  )
  return page(c, { title: 'Overview', section: 'Overview', main })
})

overview.get('/overview/backlog', async (c) => {
  const base = baseOf(c)
  const facts = await c.env.JOURNAL.getByName(c.var.member.marketplace.id).overview()
  const backlog = backlogOf(facts.backlog, Date.now())
  const fragment = backlog ? <Backlog {...backlog} base={base} /> : <BacklogDone />
  return page(c, { title: 'Backlog', section: 'Overview', main: <div class="page narrow">{fragment}</div>, fragment })
})
