/** Concerns in words: a title for all of one cause, a sentence for each. No links, no markup. */
import type { Concern, ConcernCause, ConcernsByCause } from '../model/concern'
import type { Alarm } from './alarm'

/** Enrolls the customer for the purchase, or ends what the purchase gave. */
export type ConcernFix = 'enroll' | 'end'

export const CONCERN_FIXES: Record<ConcernCause, ConcernFix> = {
  'paid without access': 'enroll',
  'access without payment': 'end',
  'plan left behind': 'end',
}

const TITLES: Record<ConcernCause, { one: string; many: (count: number) => string }> = {
  'paid without access': {
    one: 'One customer paid and has no access',
    many: (count) => `${count} customers paid and have no access`,
  },
  'access without payment': {
    one: 'One customer still has access after a refund or dispute',
    many: (count) => `${count} customers still have access after a refund or dispute`,
  },
  'plan left behind': {
    one: 'One customer switched plans and still has the old one',
    many: (count) => `${count} customers switched plans and still have the old one`,
  },
}

const EXPLAINED: Record<ConcernCause, string> = {
  'paid without access': 'The newest payment stands, and your rules would let the customer in.',
  'access without payment': 'No rule ended the access, or the site rejected the change.',
  'plan left behind': 'The old plan stays open until the subscription ends.',
}

/** All concerns of one cause. */
export function alarmOfConcerns(group: Pick<ConcernsByCause, 'cause' | 'count' | 'customers'>): Alarm {
  return {
    tone: group.cause === 'paid without access' ? 'bad' : 'wait',
    title: titleConcerns(group),
    text: EXPLAINED[group.cause],
    fix: group.count === 1 ? 'See it' : 'See them',
  }
}

export function titleConcerns({ cause, customers }: Pick<ConcernsByCause, 'cause' | 'customers'>): string {
  const { one, many } = TITLES[cause]
  return customers === 1 ? one : many(customers)
}

/** @param day a date in words */
export function describeConcern(concern: Concern, day: (at: number) => string): string {
  const { cause, event, target, until } = concern
  const what = `${describePlan(concern)}${describeIds(concern)}`
  const course = target.name || `${target.kind} ${target.id}`
  const end = until === null ? '' : ` until ${day(until)}`
  switch (cause) {
    case 'paid without access':
      return `Paid for ${what} on ${day(event.at)} and has no access to ${course}.`
    case 'access without payment': {
      const did = event.type === 'product.disputed' ? 'Disputed the payment' : 'Got a refund'
      return `${did} for ${what} on ${day(event.at)} and still has access to ${course}${end}.`
    }
    case 'plan left behind':
      return `Moved from ${describePlan(concern)} to ${describePlan(event)} on ${day(event.at)} and still has ${describePlan(concern)}: ${course}${end}.`
  }
}

function describePlan({ productId, productName }: Pick<Concern, 'productId' | 'productName'>): string {
  return productName ?? `product ${productId}`
}

function describeIds({ orderId, subscriptionId }: Concern): string {
  return orderId !== null ? ` (order ${orderId})` : subscriptionId !== null ? ` (subscription ${subscriptionId})` : ''
}
