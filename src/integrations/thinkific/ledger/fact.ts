/** What a job tells the ledger: that a purchase creates, ends or removes access to a target. */

import type { Job, Note } from '../../../model/job'
import { opens, type Target } from '../../../model/rule'
import { ENDING_TRIGGERS, type Trigger } from '../../../model/trigger'
import type { Create, Ending, Purchase, Removal } from './customer'
import { daysAfter } from './ends'
import type { Happened, Phase } from './occurrence'

/** Payments move the end of what is paid for. */
const PAYING: ReadonlySet<Trigger> = new Set<Trigger>([
  'product.purchased',
  'subscription.charged',
  'subscription.recovered',
  'subscription.completed',
])
const RESUMING: ReadonlySet<Trigger> = new Set<Trigger>([
  'product.purchased',
  'subscription.charged',
  'subscription.recovered',
  'subscription.restarted',
])

/** A removal by an ending trigger (a rule that always removes) ends the purchase's own grant as well. */
export type Fact =
  | { kind: 'create'; target: Target; create: Create }
  | { kind: 'end'; target: Target; end: Ending }
  | { kind: 'remove'; target: Target; removal: Omit<Removal, 'purchase'>; end: Ending | null }

/** Of an event that no rule acts on: nothing of its own, yet it may move what the purchase gave. */
export interface NoFact {
  kind: 'none'
  target: Target
}

/** The job's fact. */
export function factOf(job: Job): Fact {
  const { target, options, action } = job.firing.rule
  if (opens(action)) {
    const happened = happenedOf(job, 'create')
    const until = options.accessDays === null ? null : daysAfter(happened.at, options.accessDays)
    return {
      kind: 'create',
      target,
      create: { happened, until, test: job.purchase.test, byPerson: job.origin === 'person' },
    }
  }
  const ends = ENDING_TRIGGERS.has(job.firing.trigger)
  if (!removes(job)) return { kind: 'end', target, end: { happened: happenedOf(job, 'end'), end: options.end } }
  const happened = happenedOf(job, 'remove')
  return {
    kind: 'remove',
    target,
    removal: { happened, end: options.end, target },
    end: ends ? { happened, end: options.end } : null,
  }
}

/**
 * Whether an expire takes the customer out whatever let them in: on any trigger that is not an ending, when the rule
 * always removes, as is a person's who ends access by hand; but not where they undo a test, or what a correction left.
 */
export function removes({ firing, origin }: Job): boolean {
  return firing.rule.options.removeAlways || (origin !== 'person' && !ENDING_TRIGGERS.has(firing.trigger))
}

/** What an event says of the purchase itself, whether or not any rule acts on it. */
export function withTold(purchase: Purchase, told: Told): Purchase {
  const { at, triggers, periodEnd, periodAt } = told
  const ending = triggers.find((trigger) => ENDING_TRIGGERS.has(trigger))
  const newerEnding = ending !== undefined && at >= (purchase.ending?.at ?? 0)
  const newerPeriod = periodEnd !== null && periodAt >= (purchase.paidUntil?.at ?? 0)
  const newest = (known: number | null, told: boolean) => (told ? Math.max(known ?? 0, at) : known)
  return {
    ...purchase,
    ending: newerEnding ? { trigger: ending, at } : purchase.ending,
    paidUntil: newerPeriod ? { until: periodEnd, at: periodAt } : purchase.paidUntil,
    paidAt: newest(
      purchase.paidAt,
      triggers.some((trigger) => PAYING.has(trigger)),
    ),
    resumedAt: newest(
      purchase.resumedAt,
      triggers.some((trigger) => RESUMING.has(trigger)),
    ),
  }
}

export interface Told {
  at: number
  triggers: Trigger[]
  periodEnd: number | null
  /** When the period's end was told: a late event may imply what happened at another time, its own words keep theirs. */
  periodAt: number
}

/** What a job's event says of its purchase. A person's click says nothing of the kind. */
export function toldBy(job: Job): Told {
  const triggers = job.origin === 'person' ? [] : [job.firing.trigger]
  const periodAt = Math.min(job.happenedAt, job.receivedAt)
  return { at: happenedAt(job), triggers, periodEnd: job.purchase.subscription?.periodEnd ?? null, periodAt }
}

/** What a note's event says of its purchase. */
export function toldByNote({ happenedAt: at, triggers, purchase }: Note): Told {
  return { at, triggers, periodEnd: purchase.subscription?.periodEnd ?? null, periodAt: at }
}

function happenedOf(job: Job, phase: Phase): Happened {
  const { firing } = job
  return {
    at: happenedAt(job),
    trigger: firing.trigger,
    event: firing.impliedBy ?? firing.event,
    phase,
    firing: firing.id,
  }
}

/** Never later than the arrival. */
function happenedAt({ firing, receivedAt }: Job): number {
  return Math.min(firing.happenedAt, receivedAt)
}
