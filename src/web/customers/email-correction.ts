/** Moves a customer's purchases to another email on every site and, if asked, their access in Thinkific. */
import type { Context } from 'hono'
import { displayName } from '../../accounts/display-name'
import { KINDS } from '../../integrations'
import type { EmailCorrection } from '../../integrations/thinkific/customers/correct-email'
import type { ManualAction } from '../../journal/queries'
import type { Target } from '../../model/rule'
import type { Web } from '../http/context'
import { viewCustomerAt } from './access'
import { toEventCustomer } from './customer-address'
import { BY_HAND, type Purchase } from './purchases'
import { type LedgerSite, listSites, toIntegrationRef } from './sites'

interface CorrectionResult extends Pick<EmailCorrection, 'purchases' | 'enroll' | 'end'> {
  /** Access in Thinkific is being moved too. */
  synced: boolean
}

/** @param inThinkific also enroll the right email and end access under the wrong one, as the person's own actions */
export async function correctEverywhere(
  c: Context<Web>,
  from: string,
  to: string,
  inThinkific: boolean,
): Promise<CorrectionResult> {
  const moved: CorrectionResult = { purchases: 0, enroll: [], end: [], synced: inThinkific }
  for (const site of await listSites(c)) {
    const { purchases, enroll, end } = await site.ledger.correctEmail(
      c.var.member.marketplace.id,
      from,
      to,
      !inThinkific,
    )
    moved.purchases += purchases
    moved.enroll.push(...enroll)
    moved.end.push(...end)
    if (inThinkific) {
      await syncThinkific(c, site, { from, to, enroll, end })
    }
  }
  return moved
}

export function describeCorrection({ purchases, synced }: CorrectionResult, from: string, to: string): string {
  if (purchases === 0) {
    return `Nothing was bought as ${from}, so nothing moved.`
  }
  const what = purchases === 1 ? 'One purchase belongs' : `${purchases} purchases belong`
  const left = synced ? '' : ' Their access in Thinkific was not changed.'
  return `${what} to ${to} from now on.${left}`
}

interface SiteCorrection extends Pick<EmailCorrection, 'enroll' | 'end'> {
  from: string
  to: string
}

async function syncThinkific(
  c: Context<Web>,
  site: LedgerSite,
  { from, to, enroll, end }: SiteCorrection,
): Promise<void> {
  const marketplace = c.var.member.marketplace.id
  const journal = c.env.JOURNAL.getByName(marketplace)
  const [synced, view] = await Promise.all([journal.customer(from), viewCustomerAt(c, site, to)])
  const customer = toEventCustomer(synced, from)
  const act = (email: string, target: Target, purchase: Purchase, effect: 'opens' | 'ends'): ManualAction => ({
    id: crypto.randomUUID(),
    person: displayName(c.var.person),
    customer: { ...customer, email },
    ...purchase,
    action: KINDS.actionFor(target.kind, effect)?.id ?? '',
    target,
    integration: toIntegrationRef(site.integration),
    test: false,
  })
  for (const target of enroll) {
    await journal.act(marketplace, act(to, target, findGivingPurchase(view, target), 'opens'))
  }
  for (const target of end) {
    await journal.act(marketplace, { ...act(from, target, BY_HAND, 'ends'), sparing: true })
  }
}

/** The moved purchase that grants the target, so that its refund ends the access. */
function findGivingPurchase(view: Awaited<ReturnType<typeof viewCustomerAt>>, target: Target): Purchase {
  const purchase = view?.purchases.find(({ claims }) =>
    claims.some((claim) => claim.open && claim.target.kind === target.kind && claim.target.id === target.id),
  )
  if (!purchase) {
    return BY_HAND
  }
  const { product, productName, orders, subscriptions } = purchase
  return { productId: product, productName, orderId: orders[0] ?? null, subscriptionId: subscriptions[0] ?? null }
}
