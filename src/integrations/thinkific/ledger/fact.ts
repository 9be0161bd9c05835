/** What a job tells the ledger: that a purchase creates, ends or removes access to a target. */

import type { Note } from '../../../model/job'
import { ENDING_TRIGGERS, type Trigger } from '../../../model/trigger'
import { isCreateAction, type Target, toTarget } from '../actions'
import type { Job } from '../job'
import type { Create, Ending, Purchase, Removal } from './customer'
import { addDays } from './ends'
import type { Occurrence, Phase } from './occurrence'

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
export function toFact(job: Job): Fact {
  const { options, action } = job.firing.rule
  const target = toTarget(job.firing.rule.target)
  if (isCreateAction(action)) {
    const happened = toOccurrence(job, 'create')
    const until = options.accessDays === null ? null : addDays(happened.at, options.accessDays)
    return {
      kind: 'create',
      target,
      create: { happened, until, test: job.purchase.test, byPerson: job.origin === 'person' },
    }
  }
  const ends = ENDING_TRIGGERS.has(job.firing.trigger)
  if (!isRemoval(job)) {
    return { kind: 'end', target, end: { happened: toOccurrence(job, 'end'), end: options.end } }
  }
  const happened = toOccurrence(job, 'remove')
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
function isRemoval({ firing, origin }: Job): boolean {
  return firing.rule.options.removeAlways || (origin !== 'person' && !ENDING_TRIGGERS.has(firing.trigger))
}

/** What an event says of the purchase itself, whether or not any rule acts on it. */
export function withNews(purchase: Purchase, news: PurchaseNews): Purchase {
  const { at, triggers, periodEnd, periodAt } = news
  const ending = triggers.find((trigger) => ENDING_TRIGGERS.has(trigger))
  const newerEnding = ending !== undefined && at >= (purchase.ending?.at ?? 0)
  const newerPeriod = periodEnd !== null && periodAt >= (purchase.paidUntil?.at ?? 0)
  const newest = (known: number | null, isNewer: boolean) => (isNewer ? Math.max(known ?? 0, at) : known)
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

interface PurchaseNews {
  at: number
  triggers: Trigger[]
  periodEnd: number | null
  /** When the period's end was told: a late event may imply what happened at another time, its own words keep theirs. */
  periodAt: number
}

/** What a job's event says of its purchase. A person's click says nothing of the kind. */
export function newsFromJob(job: Job): PurchaseNews {
  const triggers = job.origin === 'person' ? [] : [job.firing.trigger]
  const periodAt = Math.min(job.happenedAt, job.receivedAt)
  return { at: occurrenceTime(job), triggers, periodEnd: job.purchase.subscription?.periodEnd ?? null, periodAt }
}

/** What a note's event says of its purchase. */
export function newsFromNote({ happenedAt: at, triggers, purchase }: Note): PurchaseNews {
  return { at, triggers, periodEnd: purchase.subscription?.periodEnd ?? null, periodAt: at }
}

function toOccurrence(job: Job, phase: Phase): Occurrence {
  const { firing } = job
  return {
    at: occurrenceTime(job),
    trigger: firing.trigger,
    event: firing.impliedBy ?? firing.event,
    phase,
    firing: firing.id,
  }
}

/** Never later than the arrival. */
function occurrenceTime({ firing, receivedAt }: Job): number {
  return Math.min(firing.happenedAt, receivedAt)
}
