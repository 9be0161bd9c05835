/** Moves what somebody bought to another email, on every site, and their access in Thinkific with it where asked. */
import type { Context } from 'hono'
import type { Integration } from '../../integrations/store'
import type { EmailCorrection } from '../../integrations/thinkific/customers/correct-email'
import type { ManualAction } from '../../journal/queries'
import type { Target } from '../../model/rule'
import type { Web } from '../http/context'
import { nameOf } from '../http/person'
import { holdsAt } from './access'
import { BY_HAND, type Purchase } from './purchases'
import { reaching, sitesOf } from './sites'
import { customerOf } from './who'

export interface Moved extends Pick<EmailCorrection, 'purchases' | 'enroll' | 'end'> {
  /** Whether Thinkific is being told as well. */
  told: boolean
}

/** @param tell also enroll the right email and end what the wrong one keeps, as acts of the person who asks */
export async function moveEverywhere(c: Context<Web>, from: string, to: string, tell: boolean): Promise<Moved> {
  const moved: Moved = { purchases: 0, enroll: [], end: [], told: tell }
  for (const integration of await sitesOf(c)) {
    const site = c.env.THINKIFIC_SITE.getByName(integration.site)
    const { purchases, enroll, end } = await site.correctEmail(c.var.member.marketplace.id, from, to, !tell)
    moved.purchases += purchases
    moved.enroll.push(...enroll)
    moved.end.push(...end)
    if (tell) {
      await tellThinkific(c, integration, { from, to, enroll, end })
    }
  }
  return moved
}

/** The sentence for the person who asked. */
export function inWords({ purchases, told }: Moved, from: string, to: string): string {
  if (purchases === 0) {
    return `Nothing was bought as ${from}, so nothing moved.`
  }
  const what = purchases === 1 ? 'One purchase belongs' : `${purchases} purchases belong`
  const left = told ? '' : ' Their access in Thinkific was not changed.'
  return `${what} to ${to} from now on.${left}`
}

interface Telling extends Pick<EmailCorrection, 'enroll' | 'end'> {
  from: string
  to: string
}

async function tellThinkific(
  c: Context<Web>,
  integration: Integration,
  { from, to, enroll, end }: Telling,
): Promise<void> {
  const marketplace = c.var.member.marketplace.id
  const journal = c.env.JOURNAL.getByName(marketplace)
  const [told, holds] = await Promise.all([journal.customer(from), holdsAt(c, integration.site, to)])
  const customer = customerOf(told, from)
  const act = (email: string, target: Target, purchase: Purchase, opening: boolean): ManualAction => ({
    person: nameOf(c.var.person),
    customer: { ...customer, email },
    ...purchase,
    action: `${opening ? 'create' : 'expire'}_${target.kind}`,
    target,
    integration: reaching(integration),
    test: false,
  })
  for (const target of enroll) {
    await journal.act(marketplace, act(to, target, purchaseGiving(holds, target), true))
  }
  for (const target of end) {
    await journal.act(marketplace, { ...act(from, target, BY_HAND, false), sparing: true })
  }
}

/** The moved purchase that gives the target, so that its refund ends it. */
function purchaseGiving(holds: Awaited<ReturnType<typeof holdsAt>>, target: Target): Purchase {
  const purchase = holds?.purchases.find(({ claims }) =>
    claims.some((claim) => claim.open && claim.target.kind === target.kind && claim.target.id === target.id),
  )
  if (!purchase) {
    return BY_HAND
  }
  const { product, productName, orders, subscriptions } = purchase
  return { productId: product, productName, orderId: orders[0] ?? null, subscriptionId: subscriptions[0] ?? null }
}
