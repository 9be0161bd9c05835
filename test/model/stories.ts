/** Random purchases as they truly went: one-time, or subscriptions that fail, recover, end and begin again. */
import fc from 'fast-check'
import { type Beat, beat } from './beat'
import { PRODUCTS } from './setups'
import { Subscription } from './subscription'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** The first of all purchases. */
export const BEGINNING = Date.UTC(2026, 0, 5, 9, 0, 0, 250)

const WORDS = ['charge', 'fail', 'delinquent', 'recover', 'cancel', 'restart', 'complete', 'refund', 'part'] as const
export type Word = (typeof WORDS)[number]

/** How a sender names a purchase. `split`: orders without their subscription, cancels without their order. */
export type Naming = 'both' | 'split' | 'order' | 'subscription' | 'neither'

/** What someone does with one purchase; words that make no sense where they stand are passed over. */
export interface Life {
  /** At the second merchant's, where there are two. */
  second: boolean
  product: string
  /** What names the subscription alone comes under another email, where that leaves no doubt. */
  otherEmail: boolean
  recurring: boolean
  test: boolean
  startDay: number
  naming: Naming
  /** In the same order, and so in the same event, as the purchase before. */
  joined: boolean
  /** The sender tells the refund of a one-time purchase before the purchase. */
  refundFirst: boolean
  /** The sender names the end of what was paid for. */
  namesPeriod: boolean
  /** The sender counts failures, rather than telling a delinquency by itself. */
  counts: boolean
  words: { word: Word; days: number; bits: number }[]
}

export const lives: fc.Arbitrary<Life[]> = fc.array(
  fc.record({
    second: fc.boolean(),
    product: fc.constantFrom(...PRODUCTS),
    otherEmail: fc.boolean(),
    recurring: fc.boolean(),
    test: fc.constantFrom(false, false, false, false, false, false, false, true),
    startDay: fc.integer({ min: 0, max: 60 }),
    naming: fc.constantFrom('both', 'split', 'order', 'subscription', 'neither'),
    joined: fc.constantFrom(false, false, false, true),
    refundFirst: fc.constantFrom(false, false, false, false, false, true),
    namesPeriod: fc.boolean(),
    counts: fc.boolean(),
    words: fc.array(
      fc.record({
        word: fc.constantFrom(...WORDS),
        days: fc.constantFrom(0, 0.25, 3, 10, 31),
        bits: fc.integer({ min: 0, max: 3 }),
      }),
      { maxLength: 8 },
    ),
  }),
  { minLength: 1, maxLength: 3 },
)

/**
 * A life in the order it went.
 * @param start epoch ms
 * @param apart seconds that no other life of this customer is off the hour
 * @param facts the sender tells facts, rather than triggers
 */
export function buildStory(life: Life, start: number, apart: number, facts: boolean): Beat[] {
  const later = start + apart * 1000
  return life.recurring ? new Subscription(life, start, later, facts).told() : oneTime(life, start, later)
}

function oneTime({ words, refundFirst }: Life, start: number, later: number): Beat[] {
  const purchase = beat(start, 'product.purchased')
  if (refundFirst) {
    return [beat(start, 'product.refunded'), { ...purchase, at: later + HOUR_MS }]
  }
  const beats = [purchase]
  let at = later
  for (const { word, days, bits } of words) {
    const type = word === 'refund' ? 'product.refunded' : word === 'part' ? 'product.partially_refunded' : null
    if (type === null || beats.some((one) => one.type === 'product.refunded')) {
      continue
    }
    at += Math.max(days * DAY_MS, HOUR_MS)
    beats.push({ ...beat(at, type), bits })
  }
  return beats
}
