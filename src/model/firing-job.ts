/** A firing with everything needed to settle it. Comes with every delivery, so that it is never stale. */

import type { AccessChange, EventAccess } from './access'
import type { Attempt } from './attempt'
import type { Connection } from './connection'
import type { EventCustomer, EventItem } from './event'
import type { EventType } from './event-type'
import type { Firing } from './firing'
import { type Instruction, instructionOf, type StoredInstruction } from './instruction'
import type { Amendment, FinalOutcome } from './outcome'
import type { PurchaseChoice, PurchaseFacts } from './purchase'
import type { Target } from './rule'
import type { Trigger } from './trigger'

/** `person`: Enroll now or End access now. */
export type Origin = 'event' | 'replay' | 'import' | 'person'

/** A firing as far as its integration needs it. The rule behind it, if there is one, belongs to the log. */
type FiringOfJob = Pick<Firing, 'id' | 'event' | 'trigger' | 'happenedAt' | 'impliedBy' | 'ownTrigger'>

/** @typeParam Access how its kind reaches the integration */
export interface FiringJob<Access = Connection> {
  v: 1
  firing: FiringOfJob
  /** The firing's own, or what an event implies for what a purchase granted before. */
  instruction: Instruction
  /** Targets of the same site that other firings of the item, not settled yet, act on. */
  alsoActsOn?: Target[]
  /** Firings of the same event that made way for this one. */
  yielding?: YieldingFiring[]
  /** Which purchase a person chose, if that was unclear. */
  chosen?: PurchaseChoice
  eventType: EventType
  /** The event's time; the firing's may differ. */
  happenedAt: number
  receivedAt: number
  origin: Origin
  /** Who clicked, for the sentence. */
  person: string | null
  customer: EventCustomer
  purchase: PurchaseFacts
  /** Rules of the marketplace listen to what becomes of access. */
  reportsAccess?: true
  /** For a kind that passes events on. */
  event?: PassedEvent
  /** By the id of the other side's custom field; never empty strings. */
  fields: Record<string, string>
  integration: Access
}

/** It acts after all where what decided turns out to be another event's. */
export interface YieldingFiring {
  id: string
  trigger: Trigger
  instruction: Instruction
  /** The firing that decides. */
  to: string
}

/** What a kind that passes events on needs besides the purchase: the rest of the event, and the rule that asked for it. */
export interface PassedEvent {
  rule: { id: string; name: string }
  role: EventItem['role']
  /** Null when the sender does not mark tests. */
  test: boolean | null
  customFields: Record<string, string>
  access?: EventAccess
}

/** A job as it may arrive: 0.1.0 sends the rule alone, and both versions run side by side during a deploy. */
export type SentFiringJob<Access = Connection> =
  | FiringJob<Access>
  | (Omit<FiringJob<Access>, 'firing' | 'instruction'> & { firing: Firing })

export function readFiringJob<Access>(job: SentFiringJob<Access>): FiringJob<Access> {
  return 'instruction' in job ? job : { ...job, instruction: toJobInstruction(job.firing) }
}

export function toJobInstruction(firing: StoredInstruction): Instruction {
  const { action, target, options, everyProduct = false, settles, withdraws } = instructionOf(firing)
  return {
    action,
    target,
    options,
    everyProduct,
    ...(settles === undefined ? {} : { settles }),
    ...(withdraws === undefined ? {} : { withdraws }),
  }
}

/** An event without a rule for this site that the ledger must know: an ending, or both ids of a purchase. */
export interface Note {
  v: 1
  event: string
  eventType: EventType
  triggers: Trigger[]
  happenedAt: number
  customer: EventCustomer
  purchase: PurchaseFacts
  /** Imported or replayed. */
  quiet?: true
  /** Run of the event's own entry. */
  entry?: string
  /** As in a job. */
  chosen?: PurchaseChoice
  reportsAccess?: true
}

/** What an event changed at a site that no rule brought it to. */
export interface NoteEffect {
  /** Other entries that the event gave a new outcome. */
  amendments: Amendment[]
  /** Null where only other entries changed; `no change` adds its sentence to what the event's own entry says. */
  own: { outcome: FinalOutcome; sentence: string; attempts: Attempt[] } | null
  access?: AccessChange[]
}
