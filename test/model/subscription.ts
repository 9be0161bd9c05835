/** A subscription as it truly went: it fails, recovers, ends and begins again. */
import type { Trigger } from '../../src/model/trigger'
import { type Beat, beat } from './beat'
import type { Life, Word } from './stories'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const DELINQUENT_AT = 4

/** A subscription's truth: what each event means where it stands. */
export class Subscription {
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
      if (said === null) {
        continue
      }
      const tied = days === 0 && this.#mayTie(said.type)
      if (!tied) {
        this.#at += Math.max(days * DAY_MS, 2 * HOUR_MS)
      }
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
        if (!alive) {
          return null
        }
        return this.#paid('subscription.charged', facts && this.#owing ? ['subscription.recovered'] : [])
      case 'recover':
        if (this.#phase !== 'failing') {
          return null
        }
        return this.#paid('subscription.recovered', facts ? ['subscription.charged'] : [])
      case 'complete': {
        if (!alive) {
          return null
        }
        const more: Trigger[] = this.#owing
          ? ['subscription.charged', 'subscription.recovered']
          : ['subscription.charged']
        return this.#paid('subscription.completed', facts ? more : [])
      }
      case 'fail':
        return alive ? this.#failed() : null
      case 'delinquent':
        if (this.#phase !== 'failing') {
          return null
        }
        this.#phase = 'delinquent'
        return { type: 'subscription.delinquent', triggers: ['subscription.delinquent', 'subscription.canceled'] }
      case 'cancel':
        if (!alive && !ended) {
          return null
        }
        if (alive) {
          this.#phase = 'canceled'
        }
        return { type: 'subscription.canceled', triggers: alive ? ['subscription.canceled'] : [] }
      case 'restart':
        if (!ended) {
          return null
        }
        this.#phase = 'active'
        this.#failures = 0
        return { type: 'subscription.restarted', triggers: ['subscription.restarted'] }
      case 'refund':
        if (this.#refunded) {
          return null
        }
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
    if (delinquent) {
      this.#phase = 'delinquent'
    }
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
