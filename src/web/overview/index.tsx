/** Routes are relative to /m/:marketplace. */
import { Hono } from 'hono'
import { Backlog, BacklogDone } from '../../../views/overview/backlog'
import { OverviewPage } from '../../../views/overview/overview-page'
import { listAnnouncements } from '../../accounts/announcements'
import { listOldSecrets } from '../../intake/store'
import { groupSpellings } from '../../intake/word-groups'
import { listIntegrations } from '../../integrations/store'
import { listProducts } from '../../products/store'
import { listRules } from '../../rules/store'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { redirect, renderPage } from '../http/respond'
import { nameOwnKinds, nameSites } from '../integrations/kind-names'
import { announcements } from './announcements'
import { listAttention } from './attention'
import { toBacklog } from './backlog'
import { listSetupSteps } from './setup-steps'
import { countMoves, summarizeDays } from './thirty-days'
import { findTroubles } from './troubles'
import { listWebhookAttention } from './webhook-attention'

/** A marketplace older than the chart counts as set up. */
const A_MONTH_MS = 30 * 86_400_000

export const overview = new Hono<Web>().route('/', announcements)

overview.get('/', (c) => redirect(c, `${marketplaceAddress(c)}/overview`))

overview.get('/overview', async (c) => {
  const marketplace = c.var.member.marketplace.id
  const journal = c.env.JOURNAL.getByName(marketplace)
  const now = Date.now()
  const [facts, jobs, seen, announced, integrations, products, rules, words, oldSecrets] = await Promise.all([
    journal.overview(),
    journal.jobs(),
    journal.seen(),
    listAnnouncements(c.env.DB, marketplace),
    listIntegrations(c.env.DB, marketplace),
    listProducts(c.env.DB, marketplace),
    listRules(c.env.DB, marketplace),
    journal.notUnderstoodWords(),
    listOldSecrets(c.env.DB, marketplace, now),
  ])
  const base = marketplaceAddress(c)
  const kinds = nameSites(integrations)
  const moved = countMoves(facts.days)
  const standing = {
    integrations: integrations.length,
    kinds,
    products: products.length,
    rules: rules.length,
    hasStoreEvent: seen.triggers.length > 0,
    enrolled: moved > 0,
    settled: facts.oldest !== null && now - facts.oldest > A_MONTH_MS,
  }
  const troubled = await findTroubles(c, { integrations, products, rules, seen })
  const main = (
    <OverviewPage
      base={base}
      announced={announced}
      attention={[
        ...listAttention(base, facts, troubled, now),
        ...listWebhookAttention(base, groupSpellings(words), oldSecrets, now),
      ]}
      setup={listSetupSteps(base, standing)}
      days={summarizeDays(facts.days)}
      moved={moved}
      backlog={toBacklog(facts.backlog, kinds, now)}
      jobs={jobs.filter(({ endedAt }) => endedAt === null)}
    />
  )
  return renderPage(c, { title: 'Overview', section: 'Overview', main })
})

overview.get('/overview/backlog', async (c) => {
  const base = marketplaceAddress(c)
  const facts = await c.env.JOURNAL.getByName(c.var.member.marketplace.id).overview()
  const backlog = toBacklog(facts.backlog, await nameOwnKinds(c), Date.now())
  const fragment = backlog ? <Backlog {...backlog} base={base} /> : <BacklogDone />
  return renderPage(c, {
    title: 'Backlog',
    section: 'Overview',
    main: <div class="page narrow">{fragment}</div>,
    fragment,
  })
})
