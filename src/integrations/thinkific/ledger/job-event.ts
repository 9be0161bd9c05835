/** The ledger's event for a job or a note, and the act that a job's firing asks for. */
import type { EventType } from '../../../model/event-type'
import type { Note, Origin, YieldingFiring } from '../../../model/firing-job'
import type { PurchaseFacts } from '../../../model/purchase'
import { UTC } from '../../../model/time-zone'
import { ENDING_TRIGGERS, type Trigger } from '../../../model/trigger'
import { isCreateAction, toTarget } from '../actions'
import { occurrenceTime, type ThinkificJob } from '../thinkific-job'
import { targetKey } from './customer'
import type { Act, LedgerEvent, PurchaseNames, Span, YieldingAct } from './ledger-event'

export function eventOfJob(job: ThinkificJob): LedgerEvent {
  const { firing, instruction, chosen, alsoActsOn = [], yielding = [] } = job
  // A trigger that a late event revealed belongs to the earlier event that implies it.
  const revealed = firing.impliedBy !== null
  // Whether that one made the subscription delinquent is not what the late event says of itself.
  const delinquent = revealed ? firing.trigger === 'subscription.delinquent' : job.purchase.delinquent === true
  const purchase = { ...job.purchase, delinquent }
  return {
    ...toEvent(firing.impliedBy ?? firing.event, revealed ? firing.trigger : job.eventType, purchase),
    at: occurrenceTime(job),
    awaited: [instruction.target, ...alsoActsOn].flatMap(({ kind, id }) =>
      kind === 'course' || kind === 'bundle' ? [targetKey({ kind, id })] : [],
    ),
    ...(yielding.length === 0 ? {} : { yielding: yielding.map((one) => actOfYielding(one, job)) }),
    ...(isQuiet(job.origin) ? { quiet: true as const } : {}),
    ...(chosen === undefined ? {} : { chosen }),
    ...(revealed ? { periodEnd: null, payments: [], implied: true as const } : {}),
  }
}

/** The event that brought the job, where its firing belongs to an earlier one; else null. */
export function bringingEvent(job: ThinkificJob): LedgerEvent | null {
  // Of an earlier plan it says nothing: it names the one that took its place.
  return job.firing.impliedBy === null || job.purchase.switchedTo !== undefined
    ? null
    : { ...toEvent(job.firing.event, job.eventType, job.purchase), at: Math.min(job.happenedAt, job.receivedAt) }
}

export function eventOfNote({ event, eventType, happenedAt, purchase, quiet, chosen }: Note): LedgerEvent {
  return {
    ...toEvent(event, eventType, purchase),
    at: happenedAt,
    ...(quiet ? { quiet } : {}),
    ...(chosen ? { chosen } : {}),
  }
}

/** Stands for an undo where its calls are made; the ledger never has it. */
export function eventOfUndo({ firing, eventType, happenedAt, purchase }: ThinkificJob): LedgerEvent {
  return { ...toEvent(firing.event, eventType, purchase), at: happenedAt }
}

export function noteId({ event, product }: LedgerEvent): string {
  return `note ${event} ${product}`
}

/** With what the firing asks for: a customer who has the target already is no stranger to the event. */
export function eventForPlacing(job: ThinkificJob): LedgerEvent {
  return { ...eventOfJob(job), acts: [actOfJob(job)] }
}

export function actOfJob({ firing, instruction, origin }: ThinkificJob): Act {
  const { options, settles } = instruction
  return {
    firing: firing.id,
    trigger: firing.trigger,
    does: isCreateAction(instruction.action)
      ? 'create'
      : isRemoval(firing.trigger, instruction, origin)
        ? 'remove'
        : 'end',
    target: toTarget(instruction.target),
    lasts: options.accessUntil ? { date: options.accessUntil } : toDays(options.accessDays),
    starts: options.startsOn ? { date: options.startsOn } : toDays(options.startsAfter ?? null),
    end: options.end,
    giveBack: options.giveBack ?? true,
    everyProduct: instruction.everyProduct ?? false,
    by: origin === 'person' ? 'person' : origin === 'event' ? 'rule' : 'replay',
    ...(settles?.how === 'as found' ? { exact: settles.end } : {}),
  }
}

function actOfYielding({ id, trigger, instruction, to }: YieldingFiring, job: ThinkificJob): YieldingAct {
  return { ...actOfJob({ ...job, firing: { ...job.firing, id, trigger }, instruction }), to }
}

function isQuiet(origin: Origin): boolean {
  return origin === 'replay' || origin === 'import'
}

/** A removal ends access whatever granted it; an ending only what its purchase granted. */
function isRemoval(
  trigger: Trigger,
  { options }: ThinkificJob['instruction'],
  origin: ThinkificJob['origin'],
): boolean {
  return options.removeAlways || (origin !== 'person' && !ENDING_TRIGGERS.has(trigger))
}

export function toNames({ marketplace, productId, orderId, subscription, test }: PurchaseFacts): PurchaseNames {
  return {
    marketplace,
    product: productId,
    orders: orderId === null ? [] : [orderId],
    subscriptions: subscription === null ? [] : [subscription.id],
    ...(test ? { test } : {}),
  }
}

function toEvent(event: string, type: EventType, purchase: PurchaseFacts): Omit<LedgerEvent, 'at'> {
  const { productName, subscription, payments = [], zone, delinquent, derives, switchedTo } = purchase
  return {
    event,
    ...toNames(purchase),
    productName,
    type,
    payments,
    periodEnd: subscription?.periodEnd ?? purchase.periodEnd ?? null,
    acts: [],
    ...(delinquent ? { delinquent } : {}),
    ...(derives ? { derives } : {}),
    ...(switchedTo === undefined ? {} : { carried: true as const }),
    ...(zone === undefined || zone === UTC ? {} : { zone }),
  }
}

function toDays(days: number | null): Span {
  return days === null ? null : { days }
}
