/** Lost sales in words: what is counted, and what a click does. */

import { LOST_SALE_KINDS, type LostSaleKind } from '../journal/lost-sales/lost-sale'
import type { OverviewFacts } from '../journal/queries'
import type { Alarm } from './alarm'

const END = 'End access'

const WORDS: Record<LostSaleKind, { one: string; many: string; fix: string }> = {
  paid: { one: 'paid', many: 'paid', fix: 'Enroll' },
  charged: { one: 'paid again', many: 'paid again', fix: 'Renew access' },
  refunded: { one: 'refunded', many: 'refunded', fix: END },
  disputed: { one: 'taken back by the bank', many: 'taken back by the bank', fix: END },
  'partially refunded': { one: 'partially refunded', many: 'partially refunded', fix: 'Run your rules' },
  canceled: { one: 'subscription canceled', many: 'subscriptions canceled', fix: END },
  delinquent: { one: 'subscription delinquent', many: 'subscriptions delinquent', fix: END },
  paused: { one: 'subscription paused', many: 'subscriptions paused', fix: END },
  completed: { one: 'subscription paid in full', many: 'subscriptions paid in full', fix: 'Run your rules' },
}

/** "3 paid, never reported" */
export function countLostSales(kind: LostSaleKind, count: number): string {
  return `${countSales(kind, count)}, never reported`
}

function countSales(kind: LostSaleKind, count: number): string {
  return `${count} ${count === 1 ? WORDS[kind].one : WORDS[kind].many}`
}

/** "Enroll" */
export function fixLostSale(kind: LostSaleKind): string {
  return WORDS[kind].fix
}

/** Whether a click takes access away: rules that run may do so too. */
export function endsAccess(kind: LostSaleKind): boolean {
  return WORDS[kind].fix === END
}

/** "Enroll all 3", "End access for all 3" */
export function fixAllLostSales(kind: LostSaleKind, count: number): string {
  return `${fixLostSale(kind)}${kind === 'paid' ? '' : ' for'} all ${count}`
}

/** Null where nothing is lost. */
export function alarmOfLostSales({ counts }: OverviewFacts['lostSales']): (Alarm & { count: number }) | null {
  const listed = LOST_SALE_KINDS.flatMap((kind) => counts.filter((one) => one.kind === kind))
  const [first, ...others] = listed
  if (first === undefined) {
    return null
  }
  const more = others.map(({ kind, count }) => countSales(kind, count))
  const isUnpaid = first.kind !== 'paid' && first.kind !== 'charged'
  return {
    tone: isUnpaid ? 'wait' : 'bad',
    title: countLostSales(first.kind, first.count),
    text: [
      'SamCart lists this, but no event of it arrived.',
      ...(more.length === 0 ? [] : [`Also never reported: ${more.join(', ')}.`]),
    ].join(' '),
    fix: 'See lost sales',
    count: listed.reduce((sum, { count }) => sum + count, 0),
  }
}

export function alarmOfRejectedSamCartKey(sentence: string): Alarm {
  return {
    tone: 'bad',
    title: 'Sales are no longer compared with SamCart',
    text: `${sentence} Until there is a new one, sales that SamCart does not report go unnoticed.`,
    fix: 'Enter the key',
  }
}
