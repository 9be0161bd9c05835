/**
 * Moves a customer's purchases to another email on every site and, if asked, their access on the other side. A site moves
 * them once and answers once what is to be enrolled and ended; so the targets open before are noted first, and stand in
 * for an answer that a crash took.
 */
import { createHash } from 'node:crypto'
import { KINDS } from '../../integrations'
import type { CustomerView } from '../../integrations/customer-access'
import type { LedgerRef } from '../../integrations/ledgers'
import { BY_HAND } from '../../model/purchase'
import type { Target } from '../../model/rule'
import { readCustomer } from '../customers/history'
import { recordActs } from '../customers/manual-action'
import type { ActPurchase, ManualAction } from '../queries'
import type { JobContext, JobKind, JobRecord } from './job'

interface Input {
  from: string
  to: string
  /** Also enroll the right email and end access under the wrong one, as the person's own actions. */
  movesAccess?: boolean
  /** The name that earlier versions write and read. */
  inThinkific?: boolean
}

interface SitePlan extends LedgerRef {
  integration: ManualAction['integration']
  /** Open for the wrong email before anything moved. */
  open: Target[]
  purchases: number
}

interface Progress {
  /** Null until they are listed; then those still to come. */
  sites: SitePlan[] | null
  purchases: number
}

type Job = JobRecord<Input, Progress>

const WITHOUT_PURCHASE: ActPurchase = {
  productId: BY_HAND,
  productName: 'Enrolled by hand',
  orderId: null,
  subscriptionId: null,
}

export const CORRECT_EMAIL: JobKind<Input, Progress> = {
  id: 'correct-email',
  stoppable: false,
  title: () => 'Correcting a customer’s email',
  begin: () => ({ sites: null, purchases: 0 }),
  async runSlice(job, context) {
    const { input, progress } = job
    const [site, ...others] = progress.sites ?? []
    if (progress.sites === null) {
      const sites = await listSites(job, context)
      return { ended: false, progress: { ...progress, sites }, done: 0, total: sites.length, waitMs: 0 }
    }
    if (site === undefined) {
      if (progress.purchases > 0) {
        // The page they were written on belongs to another customer by now, or to none.
        context.transact((store) => store.notes.move(store.customerKey(input.from), store.customerKey(input.to)))
      }
      return { ended: true, done: job.done, result: describe(input, progress.purchases) }
    }
    const purchases = progress.purchases + (await moveAt(site, job, context))
    return { ended: false, progress: { sites: others, purchases }, done: job.done + 1, total: job.total, waitMs: 0 }
  },
}

async function listSites({ marketplace, input }: Job, { ports }: JobContext): Promise<SitePlan[]> {
  const ledgers = await ports.listReachableLedgers(marketplace)
  return Promise.all(
    ledgers.map(async ({ kind, site, integration: { id, name } }) => {
      const view = await ports.viewCustomer({ kind, site }, marketplace, input.from)
      return {
        kind,
        site,
        integration: { id, name, site },
        open: listOpen(view),
        purchases: view?.purchases.length ?? 0,
      }
    }),
  )
}

/** Answers how many purchases moved. */
async function moveAt(site: SitePlan, job: Job, context: JobContext): Promise<number> {
  const { marketplace, input } = job
  const { ports, items, commit } = context
  const { from, to } = input
  const movesAccess = isAccessMoved(input)
  const isAgain = items.readPage<LedgerRef>(0).some((asked) => asked.kind === site.kind && asked.site === site.site)
  items.write([{ kind: site.kind, site: site.site }])
  const moved = await ports.correctEmail(site, marketplace, { from, to, stays: !movesAccess })
  if (!movesAccess || (moved.purchases === 0 && !isAgain)) {
    return moved.purchases
  }
  const views = await Promise.all([from, to].map((email) => ports.viewCustomer(site, marketplace, email)))
  const [before, after = null] = views.map((view) => view ?? null)
  const { purchases, enroll, end } = moved.purchases > 0 ? moved : recallAnswer(site, before ?? null, after)
  const acts = [
    ...enroll.map((target) => ({
      ...toAct(job, site, { email: to, target, ...findGivingPurchase(after, target) }, 'opens'),
      settles: { how: 'as granted' as const },
    })),
    ...end.map((target) => ({
      ...toAct(job, site, { email: from, target, ...WITHOUT_PURCHASE }, 'ends'),
      sparing: true as const,
    })),
  ]
  await commit((store, now) => {
    const { customer } = readCustomer(store, from)
    const named = (act: ManualAction) => ({
      ...act,
      customer: { ...act.customer, ...customer, email: act.customer.email },
    })
    return recordActs(store, marketplace, acts.map(named), now)
  })
  return purchases
}

/** What was open before, and is now the right email's and no longer the wrong one's. */
function recallAnswer({ open, purchases }: SitePlan, before: CustomerView | null, after: CustomerView | null) {
  const isIn = (targets: Target[], { kind, id }: Target) => targets.some((one) => one.kind === kind && one.id === id)
  const enroll = open.filter((target) => isIn(listOpen(after), target))
  const end = open.filter((target) => !isIn(listOpen(before), target))
  return { purchases: enroll.length + end.length > 0 ? purchases : 0, enroll, end }
}

function listOpen(view: CustomerView | null): Target[] {
  return (view?.targets ?? []).filter(({ open }) => open).map(({ target }) => target)
}

/** The same job and target are the same act. */
function toAct(
  { id, person }: Job,
  { integration }: SitePlan,
  { email, target, ...purchase }: { email: string; target: Target } & ActPurchase,
  effect: 'opens' | 'ends',
): ManualAction {
  const text = [id, integration.id, target.kind, target.id, effect].join(' ')
  return {
    ...purchase,
    id: createHash('sha256').update(text).digest('base64url'),
    person,
    customer: { email, firstName: null, lastName: null, id: null },
    action: KINDS.actionFor(target.kind, effect)?.id ?? '',
    target,
    integration,
    test: false,
  }
}

/** The moved purchase that grants the target, so that its refund ends the access. */
function findGivingPurchase(view: CustomerView | null, target: Target): ActPurchase {
  const purchase = view?.purchases.find(({ claims }) =>
    claims.some((claim) => claim.open && claim.target.kind === target.kind && claim.target.id === target.id),
  )
  if (!purchase) {
    return WITHOUT_PURCHASE
  }
  const { product, productName, orders, subscriptions } = purchase
  return { productId: product, productName, orderId: orders[0] ?? null, subscriptionId: subscriptions[0] ?? null }
}

function isAccessMoved({ movesAccess, inThinkific = false }: Input): boolean {
  return movesAccess ?? inThinkific
}

function describe(input: Input, purchases: number): string {
  const { from, to } = input
  if (purchases === 0) {
    return `Nothing was bought as ${from}, so nothing moved.`
  }
  const what = purchases === 1 ? 'One purchase belongs' : `${purchases} purchases belong`
  return `${what} to ${to} from now on.${isAccessMoved(input) ? '' : ` Their access in ${KINDS.nameKinds([])} was not changed.`}`
}
