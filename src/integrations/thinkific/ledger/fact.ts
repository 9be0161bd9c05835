/** What a job means for the ledger: a purchase creates, ends or removes access to a target. */

import type { Note } from '../../../model/job'
import { ENDING_TRIGGERS, type Trigger } from '../../../model/trigger'
import { isCreateAction, type Target, toTarget } from '../actions'
import type { Job } from '../job'
import type { Create, Ending, Purchase, Removal } from './customer'
import { addDays } from './ends'
import type { Occurrence, Phase } from './occurrence'

/** Payments move the end of the paid period. */
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

/** A removal by an ending trigger (a rule that always removes) also ends the purchase's own grant. */
export type Fact =
  | { kind: 'create'; target: Target; create: Create }
  | { kind: 'end'; target: Target; end: Ending }
  | { kind: 'remove'; target: Target; removal: Omit<Removal, 'purchase'>; end: Ending | null }

/** An event without a rule: it changes no access itself, but may move what the purchase granted. */
export interface NoFact {
  kind: 'none'
  target: Target
}

export function toFact(job: Job): Fact {
  const { options, action } = job.instruction
  const target = toTarget(job.instruction.target)
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
 * Whether an expire overrides every grant: on any trigger that is not an ending, when the rule always removes, or when
 * a person ends access, except for undoing a test or cleaning up after a correction.
 */
function isRemoval({ firing, instruction, origin }: Job): boolean {
  return instruction.options.removeAlways || (origin !== 'person' && !ENDING_TRIGGERS.has(firing.trigger))
}

/** Applies what an event says about the purchase, with or without a rule. */
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
  /** When the period's end was reported. Differs from `at` when a late event implies a trigger at another time. */
  periodAt: number
}

/** A person's action says nothing about the purchase. */
export function newsFromJob(job: Job): PurchaseNews {
  const triggers = job.origin === 'person' ? [] : [job.firing.trigger]
  const periodAt = Math.min(job.happenedAt, job.receivedAt)
  return { at: occurrenceTime(job), triggers, periodEnd: job.purchase.subscription?.periodEnd ?? null, periodAt }
}

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

/** Never later than its arrival. */
function occurrenceTime({ firing, receivedAt }: Job): number {
  return Math.min(firing.happenedAt, receivedAt)
}
