/** Looks up what a SamCart record leaves out: the customer, the order and the date. */
import { readEmail } from '../../intake/formats/email'
import type { LostSale, SaleClue } from '../../journal/lost-sales/lost-sale'
import {
  charge as chargeRecord,
  customer as customerRecord,
  order as orderRecord,
  type SamCartCustomer,
  type SamCartRefund,
  statusChange,
} from '../samcart-api/records'
import { dateStop, toBareRebillClue, toBareRefundClue, toRebillClue, toRefundClue } from './clues'
import type { CountedClient, Trouble } from './counted-client'
import type { Filter } from './read-page'
import type { PendingLookUp, Round } from './round'

/** `compared`: nothing to do about it, so that it need not be looked up again. */
export type LookUpResult = { sale: LostSale } | { compared: Pick<SaleClue, 'id' | 'kind' | 'happenedAt'> }

/** Of one order, or one customer. */
export type KnownCustomers = Map<string, SamCartCustomer | null>

interface Owned {
  clue: SaleClue
  customer: string | null
}

export async function lookUp(
  client: CountedClient,
  open: PendingLookUp,
  { since, until }: Pick<Round, 'since' | 'until'>,
  filter: Filter,
  known: KnownCustomers,
): Promise<LookUpResult | Trouble> {
  const owned = await findOwner(client, open, until)
  if ('ok' in owned) {
    return owned
  }
  const { clue, customer } = owned
  const isLost = customer !== null && clue.happenedAt >= since && filter.isWanted(clue) === 'wanted'
  if (!isLost) {
    return { compared: clue }
  }
  const found = known.get(customer) ?? (await findCustomer(client, customer))
  if (found !== null && 'ok' in found) {
    return found
  }
  known.set(customer, found)
  const read = readEmail(found?.email ?? null)
  if (found === null || 'problem' in read) {
    return { compared: clue }
  }
  const { firstName, lastName } = found
  return { sale: { ...clue, email: read.email, firstName, lastName, customerId: customer } }
}

async function findOwner(client: CountedClient, open: PendingLookUp, readAt: number): Promise<Owned | Trouble> {
  switch (open.lacks) {
    case 'customer':
      return open
    case 'date': {
      const reply = await client.list(historyOf(open.clue), '', statusChange)
      if (!reply.ok && reply.why !== 'not found') {
        return reply
      }
      return { ...open, clue: dateStop(open.clue, reply.ok ? reply.value.records : [], open.nextAt) }
    }
    case 'subscription': {
      const { charge } = open
      const order = await client.find(`/orders/${encodeURIComponent(charge.order ?? '')}`, orderRecord)
      if (!order.ok) {
        return order.why === 'not found' ? { clue: toBareRebillClue(charge, readAt), customer: null } : order
      }
      const clue = toRebillClue(charge, order.value, readAt)
      const customer = clue === null || order.value.test ? null : (order.value.customer ?? charge.customer)
      return { clue: clue ?? toBareRebillClue(charge, readAt), customer }
    }
    default:
      return findRefunded(client, open.refund, readAt)
  }
}

/** The charge names the order; of its items the refund names one. */
async function findRefunded(client: CountedClient, refund: SamCartRefund, readAt: number): Promise<Owned | Trouble> {
  const nothing: Owned = { clue: toBareRefundClue(refund, readAt), customer: null }
  const charge = await client.find(`/charges/${encodeURIComponent(refund.charge ?? '')}`, chargeRecord)
  if (!charge.ok) {
    return charge.why === 'not found' ? nothing : charge
  }
  const order = await client.find(`/orders/${encodeURIComponent(charge.value.order ?? '')}`, orderRecord)
  if (!order.ok) {
    return order.why === 'not found' ? nothing : order
  }
  const { id: orderId, items, test } = order.value
  const [only, another] = items
  const item = items.find(({ id }) => id === refund.item) ?? (another === undefined ? only : undefined)
  const customer = order.value.customer ?? charge.value.customer
  const clue = item && !test ? toRefundClue(refund, { orderId, customer, item }, readAt) : null
  // Of a later payment of a subscription, the line names the first one.
  return clue === null ? nothing : { clue: { ...clue, paymentId: charge.value.payment ?? clue.paymentId }, customer }
}

async function findCustomer(client: CountedClient, id: string): Promise<SamCartCustomer | null | Trouble> {
  const reply = await client.find(`/customers/${encodeURIComponent(id)}`, customerRecord)
  if (reply.ok) {
    return reply.value
  }
  return reply.why === 'not found' ? null : reply
}

function historyOf({ subscriptionId }: SaleClue): string {
  return `/subscriptions/${encodeURIComponent(subscriptionId ?? '')}/history`
}
