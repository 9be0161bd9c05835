/** Reads a stage's next page: what is compared at once, and what has to be looked up first. */
import type { SaleClue } from '../../journal/lost-sales/lost-sale'
import {
  charge as chargeRecord,
  order as orderRecord,
  product as productRecord,
  refund as refundRecord,
  type SamCartCharge,
  type SamCartOrder,
  type SamCartProduct,
  type SamCartRefund,
  type SamCartSubscription,
  subscription as subscriptionRecord,
} from '../samcart-api/records'
import { isRebill, listOrderClues, toBareRebillClue, toRefundClue, toStopClue } from './clues'
import type { CountedClient, Trouble } from './counted-client'
import { firstQuery, nextStage, PATHS, type PendingLookUp, type Round, type Stage } from './round'

/** What decides whether a clue is worth a call. */
export interface Filter {
  /** Never listed, looked up or settled before. */
  isNew(id: string): boolean
  /** The events of the last weeks do not report it, and a rule that is on is for its product. */
  isWanted(clue: SaleClue): 'wanted' | 'reported' | 'unruled'
}

interface ReadPage {
  round: Round
  products: { id: string; name: string | null }[]
}

/** Refunds of older orders cost two calls each; more of these lines would outgrow a row. */
const MOST_PAID_BACK = 500
/** In one comparison: when a subscription fell behind, was paused or completed is only in its history. */
const MOST_HISTORIES = 100
const PAID_BACK: readonly (string | null)[] = ['refunded', 'partially_refunded', 'reversed']

export async function readPage(
  client: CountedClient,
  round: Round,
  stage: Stage,
  filter: Filter,
): Promise<ReadPage | Trouble> {
  const query = round.query ?? firstQuery(stage, round)
  const ask = {
    products: () => client.list(PATHS.products, query, productRecord),
    orders: () => client.list(PATHS.orders, query, orderRecord),
    refunds: () => client.list(PATHS.refunds, query, refundRecord),
    canceled: () => client.list(PATHS.canceled, query, subscriptionRecord),
    delinquent: () => client.list(PATHS.delinquent, query, subscriptionRecord),
    charges: () => client.list(PATHS.charges, query, chargeRecord),
    paused: () => client.list(PATHS.paused, query, subscriptionRecord),
    completed: () => client.list(PATHS.completed, query, subscriptionRecord),
  }
  const reply = await ask[stage]()
  if (!reply.ok) {
    return reply.why === 'not found' ? { round: nextStage(round), products: [] } : reply
  }
  const { records, next } = reply.value
  // The same page again would be read without end.
  const after = next === null || next === query ? nextStage(round) : { ...round, query: next }
  const products = stage === 'products' ? listLive(records as SamCartProduct[]) : []
  return { round: takeRecords(after, stage, records, filter), products }
}

function takeRecords(round: Round, stage: Stage, records: unknown[], filter: Filter): Round {
  switch (stage) {
    case 'orders':
      return (records as SamCartOrder[]).reduce((taken, one) => takeOrder(taken, one, filter), round)
    case 'refunds':
      return (records as SamCartRefund[]).reduce((taken, one) => takeRefund(taken, one, filter), round)
    case 'canceled':
    case 'delinquent':
    case 'paused':
    case 'completed':
      return (records as SamCartSubscription[]).reduce((taken, one) => takeStop(taken, one, stage, filter), round)
    case 'charges':
      return (records as SamCartCharge[]).reduce((taken, one) => takeCharge(taken, one, filter), round)
    default:
      return round
  }
}

/** What is archived or tried out is not sold. */
function listLive(products: SamCartProduct[]): { id: string; name: string | null }[] {
  return products.filter(({ status }) => status === 'live' || status === null).map(({ id, name }) => ({ id, name }))
}

function takeOrder(round: Round, order: SamCartOrder, filter: Filter): Round {
  if (order.test || !isWithin(round, order.at)) {
    return round
  }
  const { customer } = order
  const lines = order.items.filter(({ status }) => PAID_BACK.includes(status))
  const paidBack = { ...round.paidBack }
  for (const item of Object.keys(paidBack).length < MOST_PAID_BACK ? lines : []) {
    paidBack[item.id] = { orderId: order.id, customer, item }
  }
  return listOrderClues(order, round.until).reduce((taken, clue) => takeClue(taken, clue, customer, filter), {
    ...round,
    paidBack,
  })
}

function takeRefund(round: Round, refund: SamCartRefund, filter: Filter): Round {
  if (refund.test || !isWithin(round, refund.at) || !filter.isNew(`refunded ${refund.id}`)) {
    return round
  }
  const line = round.paidBack[refund.item ?? '']
  if (line === undefined) {
    return refund.charge === null ? round : addOpen(round, { lacks: 'order line', refund })
  }
  const clue = toRefundClue(refund, line, round.until)
  return clue === null ? round : takeClue(round, clue, line.customer, filter)
}

function takeStop(round: Round, subscription: SamCartSubscription, stage: Stage, filter: Filter): Round {
  const clue = subscription.test ? null : toStopClue(subscription, round.until)
  const { customer, nextAt } = subscription
  if (clue === null || customer === null || !filter.isNew(clue.id) || filter.isWanted(clue) !== 'wanted') {
    return round
  }
  const asked = addOpen(round, { lacks: 'date', clue, customer, nextAt })
  if (stage === 'canceled') {
    return asked
  }
  return round.histories < MOST_HISTORIES ? { ...asked, histories: round.histories + 1 } : round
}

function takeCharge(round: Round, charge: SamCartCharge, filter: Filter): Round {
  const clue = toBareRebillClue(charge, round.until)
  const isUnknown = isRebill(charge) && isWithin(round, charge.at) && filter.isNew(clue.id)
  return isUnknown && filter.isWanted(clue) !== 'reported' ? addOpen(round, { lacks: 'subscription', charge }) : round
}

function takeClue(round: Round, clue: SaleClue, customer: string | null, filter: Filter): Round {
  if (customer === null || !filter.isNew(clue.id)) {
    return round
  }
  const wanted = filter.isWanted(clue)
  if (wanted === 'unruled') {
    return clue.kind === 'paid' ? { ...round, unruled: round.unruled + 1 } : round
  }
  return wanted === 'wanted' ? addOpen(round, { lacks: 'customer', clue, customer }) : round
}

function addOpen(round: Round, open: PendingLookUp): Round {
  return { ...round, open: [...round.open, open] }
}

/** What is newer may be on its way. */
function isWithin({ until }: Round, at: number | null): boolean {
  return at === null || at <= until
}
