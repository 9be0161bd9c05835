/** Routes are relative to /m/:marketplace. */
import { Hono } from 'hono'
import { Backlog, BacklogDone } from '../../../views/overview/backlog'
import { OverviewPage } from '../../../views/overview/overview-page'
import { listAnnouncements } from '../../accounts/announcements'
import { listCauses } from '../../attention/causes'
import { loadFacts } from '../../attention/load-facts'
import { KINDS } from '../../integrations'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { redirect, renderPage } from '../http/respond'
import { showEndedHolds } from '../integrations/ended-holds'
import { listSites, nameOwnKinds, nameSites } from '../integrations/kind-names'
import { announcements } from './announcements'
import { showCauses } from './attention'
import { toBacklog } from './backlog'
import { listSetupSteps, toSetupState } from './setup-steps'
import { countMoves, summarizeDays } from './thirty-days'

/** More of a kind share one line. */
const EACH_SHOWN = 3

export const overview = new Hono<Web>().route('/', announcements)

overview.get('/', (c) => redirect(c, `${marketplaceAddress(c)}/overview`))

overview.get('/overview', async (c) => {
  const marketplace = c.var.member.marketplace.id
  const journal = c.env.JOURNAL.getByName(marketplace)
  const now = Date.now()
  const asked = Promise.all([journal.overview(), journal.notUnderstoodWords(), journal.seen()]).then(
    ([overview, words, seen]) => ({ overview, words, seen }),
  )
  const [{ overview: facts, seen }, jobs, counts, announced, loaded] = await Promise.all([
    asked,
    journal.jobs(),
    journal.differenceCounts(),
    listAnnouncements(c.env.DB, marketplace),
    loadFacts(c.env, marketplace, asked, now),
  ])
  const { integrations, products, rules } = loaded
  const base = marketplaceAddress(c)
  const kinds = nameSites(integrations)
  const moved = countMoves(facts.days)
  const sites = listSites(integrations)
  const configured = {
    integrations: sites.length,
    kinds: KINDS.nameKinds(sites),
    products: products.length,
    rules: rules.length,
  }
  const attention = showCauses(c, listCauses(loaded.facts, now, EACH_SHOWN), loaded.concerns)
  const main = (
    <OverviewPage
      base={base}
      announced={announced}
      holds={showEndedHolds(base, facts, integrations)}
      attention={attention}
      setup={listSetupSteps(base, toSetupState(facts, seen, configured, now))}
      days={summarizeDays(facts.days)}
      moved={moved}
      backlog={toBacklog(facts.backlog, kinds, now)}
      jobs={jobs.filter(({ endedAt }) => endedAt === null)}
      differences={integrations.map(({ id, name }) => ({ id, name, count: counts[id] ?? 0 }))}
    />
  )
  return renderPage(c, { title: 'Overview', section: 'Overview', attention: attention.length, main })
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
