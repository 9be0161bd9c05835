/** What happened before a rule was there, or while it was off, and what running it for that would do. */
import type { Env } from '../env'
import { endsPast, enrollsBuyers, findEarlierQuery } from '../journal/customers/earlier-query'
import type { EarlierPurchase } from '../journal/queries'
import type { Outcome } from '../model/outcome'
import type { Rule } from '../model/rule'
import { loadPredictor } from './predict'

/** Answers of the journal for one page: 400,000 receipts. */
const MOST_ANSWERS = 10
/** Purchases whose outcome is asked for on one page; beyond them, their number is an upper bound. */
const MOST_EXPLAINED = 100
/** Asked of the site at once. */
const EXPLAINED_AT_ONCE = 20

const WOULD_ENROLL: readonly Outcome[] = ['enrolled', 'renewed', 'waiting']
const WOULD_END: readonly Outcome[] = ['expired', 'waiting']

export interface EarlierPurchaseLine {
  receipt: string
  email: string
  /** Null where the event names none. */
  order: string | null
  product: string
  /** Epoch ms. */
  at: number
  /** What the rule would do; null for what is not run. */
  outcome: Outcome | null
  sentence: string
}

interface EarlierBuyers {
  /** Customers who would be enrolled, or lose access; where `more`, at most so many. */
  buyers: number
  more: boolean
  enrolled: EarlierPurchaseLine[]
  leftOut: EarlierPurchaseLine[]
}

const NONE: EarlierBuyers = { buyers: 0, more: false, enrolled: [], leftOut: [] }

export async function findEarlierBuyers(env: Env, rule: Rule): Promise<EarlierBuyers> {
  return rule.on && enrollsBuyers(rule) ? findEarlier(env, rule, WOULD_ENROLL) : NONE
}

/** Customers whose access the rule would end, by what ended their purchases before it. */
export async function findPastEndings(env: Env, rule: Rule): Promise<EarlierBuyers> {
  return rule.on && endsPast(rule) ? findEarlier(env, rule, WOULD_END) : NONE
}

/** Whatever the rule's page has to offer. */
export function findAnyEarlier(env: Env, rule: Rule): Promise<EarlierBuyers> {
  return endsPast(rule) ? findPastEndings(env, rule) : findEarlierBuyers(env, rule)
}

async function findEarlier(env: Env, rule: Rule, would: readonly Outcome[]): Promise<EarlierBuyers> {
  const { purchases, more } = await listPurchases(env, rule)
  if (purchases.length === 0) {
    return NONE
  }
  const explained = await explainAll(env, rule, purchases.slice(0, MOST_EXPLAINED), would)
  const others = purchases.slice(MOST_EXPLAINED).filter(({ leftOut }) => leftOut === null)
  const enrolled = explained.filter(({ enrolls }) => enrolls)
  const customers = new Set([...enrolled, ...others].map(({ customer }) => customer))
  return {
    buyers: customers.size,
    more: more || others.length > 0,
    enrolled: enrolled.map(({ line }) => line),
    leftOut: explained.filter(({ enrolls }) => !enrolls).map(({ line }) => line),
  }
}

async function listPurchases(env: Env, rule: Rule): Promise<{ purchases: EarlierPurchase[]; more: boolean }> {
  const look = await findEarlierQuery(env.DB, rule.marketplace, rule.id)
  const purchases: EarlierPurchase[] = []
  let next: string | null = look === null ? null : ''
  for (let answer = 0; look !== null && next !== null && answer < MOST_ANSWERS; answer += 1) {
    const found = await env.JOURNAL.getByName(rule.marketplace).earlierPurchases(look, next)
    purchases.push(...(found.purchases as EarlierPurchase[]))
    next = found.next
  }
  const newestFirst = purchases.sort((a, b) => b.event.happenedAt - a.event.happenedAt)
  return { purchases: newestFirst, more: next !== null }
}

async function explainAll(env: Env, rule: Rule, purchases: EarlierPurchase[], would: readonly Outcome[]) {
  const predict = await loadPredictor(env, rule)
  const all = []
  for (let at = 0; at < purchases.length; at += EXPLAINED_AT_ONCE) {
    const some = purchases.slice(at, at + EXPLAINED_AT_ONCE).map(async (purchase) => {
      const { event, firing, leftOut, customer } = purchase
      const left = leftOut && { outcome: 'no change' as const, sentence: WHY_LEFT_OUT[leftOut] }
      // A site that does not answer decides when it runs.
      const { outcome, sentence } =
        left ?? (await predict({ event, firing, origin: 'replay', person: null }).catch(() => UNKNOWN))
      return { customer, enrolls: would.includes(outcome), line: toLine(purchase, outcome, sentence) }
    })
    all.push(...(await Promise.all(some)))
  }
  return all
}

const WHY_LEFT_OUT: Record<NonNullable<EarlierPurchase['leftOut']>, string> = {
  'test order': 'A test order.',
  'given back': 'Given back since, before the integration was connected.',
  ended: 'Refunded, disputed or canceled since, before the integration was connected.',
}
const UNKNOWN = { outcome: 'waiting', sentence: 'The site did not answer; it decides when the purchase runs.' } as const

function toLine(
  { event, firing, receipt, leftOut }: EarlierPurchase,
  outcome: Outcome,
  sentence: string,
): EarlierPurchaseLine {
  const item = event.items[firing.item]
  return {
    receipt,
    email: event.customer?.email ?? '',
    order: event.orderId,
    product: item?.productName ?? item?.productId ?? '',
    at: event.happenedAt,
    outcome: leftOut === null ? outcome : null,
    sentence,
  }
}
