/** Random purchases as they truly went: one-time, or subscriptions that fail, recover, end and begin again. */
import fc from 'fast-check'
import type { Trigger } from '../../src/rules/triggers'
import { PRODUCTS } from './setups'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** The first of all purchases. */
export const BEGINNING = Date.UTC(2026, 0, 5, 9, 0, 0, 250)
const DELINQUENT_AT = 4

const WORDS = ['charge', 'fail', 'delinquent', 'recover', 'cancel', 'restart', 'complete', 'refund', 'part'] as const
type Word = (typeof WORDS)[number]

/** How a sender names a purchase. `split`: orders without their subscription, cancels without their order. */
export type Naming = 'both' | 'split' | 'order' | 'subscription' | 'neither'

/** What someone does with one purchase; words that make no sense where they stand are passed over. */
export interface Life {
  /** At the second merchant's, where there are two. */
  second: boolean
  product: string
  /** What names the subscription alone comes under another email. */
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
    otherEmail: fc.constantFrom(false, false, true),
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

/** One thing that happened to a purchase, and what it meant there. */
export interface Beat {
  at: number
  type: Trigger
  triggers: Trigger[]
  failedAttempts: number | null
  periodEnd: number | null
  bits: number
}

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
  if (refundFirst) return [beat(start, 'product.refunded'), { ...purchase, at: later + HOUR_MS }]
  const beats = [purchase]
  let at = later
  for (const { word, days, bits } of words) {
    const type = word === 'refund' ? 'product.refunded' : word === 'part' ? 'product.partially_refunded' : null
    if (type === null || beats.some((one) => one.type === 'product.refunded')) continue
    at += Math.max(days * DAY_MS, HOUR_MS)
    beats.push({ ...beat(at, type), bits })
  }
  return beats
}

function beat(at: number, type: Trigger): Beat {
  return { at, type, triggers: [type], failedAttempts: null, periodEnd: null, bits: 0 }
}

/** A subscription's truth: what each event means where it stands. */
class Subscription {
  #phase: 'active' | 'failing' | 'canceled' | 'delinquent' | 'completed' = 'active'
  #failures = 0
  /** A payment failed, and none succeeded since: the dunning cycle, which a restart does not end. */
  #owing = false
  #refunded = false
  #at: number
  readonly #life: Life
  readonly #facts: boolean
  readonly #beats: Beat[]

  constructor(life: Life, start: number, later: number, facts: boolean) {
    this.#life = life
    this.#facts = facts
    this.#at = later
    this.#beats = [beat(start, 'product.purchased')]
  }

  told(): Beat[] {
    for (const { word, days, bits } of this.#life.words) {
      const said = this.#say(word)
      if (said === null) continue
      const tied = days === 0 && this.#mayTie(said.type)
      if (!tied) this.#at += Math.max(days * DAY_MS, 2 * HOUR_MS)
      const at = tied ? (this.#beats.at(-1)?.at ?? this.#at) : this.#at
      const paid = said.triggers.some((trigger) => PAYING.includes(trigger))
      const periodEnd = this.#life.namesPeriod && (paid || bits % 2 === 1) ? this.#periodEnd(paid) : null
      this.#beats.push({ ...beat(at, said.type), ...said, periodEnd, bits })
    }
    return this.#beats
  }

  /** Null where the word makes no sense. */
  #say(word: Word): { type: Trigger; triggers: Trigger[]; failedAttempts?: number | null } | null {
    const facts = this.#facts
    const alive = this.#phase === 'active' || this.#phase === 'failing'
    const ended = this.#phase === 'canceled' || this.#phase === 'delinquent'
    switch (word) {
      case 'charge':
        if (!alive) return null
        return this.#paid('subscription.charged', facts && this.#owing ? ['subscription.recovered'] : [])
      case 'recover':
        if (this.#phase !== 'failing') return null
        return this.#paid('subscription.recovered', facts ? ['subscription.charged'] : [])
      case 'complete': {
        if (!alive) return null
        const more: Trigger[] = this.#owing
          ? ['subscription.charged', 'subscription.recovered']
          : ['subscription.charged']
        return this.#paid('subscription.completed', facts ? more : [])
      }
      case 'fail':
        return alive ? this.#failed() : null
      case 'delinquent':
        if (this.#phase !== 'failing') return null
        this.#phase = 'delinquent'
        return { type: 'subscription.delinquent', triggers: ['subscription.delinquent', 'subscription.canceled'] }
      case 'cancel':
        if (!alive && !ended) return null
        if (alive) this.#phase = 'canceled'
        return { type: 'subscription.canceled', triggers: alive ? ['subscription.canceled'] : [] }
      case 'restart':
        if (!ended) return null
        this.#phase = 'active'
        this.#failures = 0
        return { type: 'subscription.restarted', triggers: ['subscription.restarted'] }
      case 'refund':
        if (this.#refunded) return null
        this.#refunded = true
        return { type: 'product.refunded', triggers: ['product.refunded'] }
      case 'part':
        return { type: 'product.partially_refunded', triggers: ['product.partially_refunded'] }
    }
  }

  #paid(type: Trigger, more: Trigger[]) {
    this.#phase = type === 'subscription.completed' ? 'completed' : 'active'
    this.#failures = 0
    this.#owing = false
    return { type, triggers: [type, ...more] }
  }

  /** Only the first of a cycle fires; the fourth is a delinquency where the sender tells facts and counts. */
  #failed() {
    const first = this.#phase === 'active'
    this.#phase = 'failing'
    this.#owing = true
    this.#failures += 1
    const counted = this.#facts && this.#life.counts
    const delinquent = counted && this.#failures >= DELINQUENT_AT
    if (delinquent) this.#phase = 'delinquent'
    const triggers: Trigger[] = [
      ...(first ? (['subscription.charge_failed'] as const) : []),
      ...(delinquent ? (['subscription.delinquent', 'subscription.canceled'] as const) : []),
    ]
    return { type: 'subscription.charge_failed' as const, triggers, failedAttempts: counted ? this.#failures : null }
  }

  /** Things a sender tells in the same second. */
  #mayTie(type: Trigger): boolean {
    const last = this.#beats.at(-1)?.type
    return TIED.some(([one, other]) => one === last && other === type)
  }

  #periodEnd(paid: boolean): number {
    const last = this.#beats.findLast((one) => one.triggers.some((trigger) => PAYING.includes(trigger)))
    return (paid ? this.#at : (last?.at ?? this.#at)) + 30 * DAY_MS
  }
}

const PAYING: readonly Trigger[] = [
  'product.purchased',
  'subscription.charged',
  'subscription.recovered',
  'subscription.completed',
]
const TIED: readonly (readonly [Trigger, Trigger])[] = [
  ['product.purchased', 'subscription.charged'],
  ['subscription.canceled', 'product.refunded'],
  ['subscription.charge_failed', 'subscription.delinquent'],
]
