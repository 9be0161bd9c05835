/** Closed list of outcomes of a firing, or of an event that fired nothing. */
import type { AccessChange } from './access'
import type { Attempt } from './attempt'

export const DONE = [
  'enrolled',
  'renewed',
  'already enrolled',
  'expired',
  'already expired',
  'kept',
  'superseded',
  'sent',
] as const
export const NOTHING_TO_DO = [
  'no rule',
  'no change',
  'not understood',
  'test order skipped',
  'no such customer',
  'administrator, left alone',
  'rule off',
] as const
/** Final, and open until a person or a later event settles it. */
const NEEDS_A_PERSON = ['unclear'] as const
export const NOT_YET = ['waiting'] as const
export const FAILED = [
  'rejected by Thinkific',
  'rejected by the receiver',
  'credentials rejected',
  'target missing',
  'given up',
] as const

export const OUTCOMES = [...DONE, ...NOTHING_TO_DO, ...NEEDS_A_PERSON, ...NOT_YET, ...FAILED] as const
export type Outcome = (typeof OUTCOMES)[number]

/** As people read it; rows and addresses spell 0.1.0's word, whichever kind rejected. @param by the kind's title */
export function describeOutcome(outcome: Outcome, by: string | null): string {
  if (outcome !== 'rejected by Thinkific') {
    return outcome
  }
  return by === null ? 'rejected' : `rejected by ${by}`
}

export type FinalOutcome = Exclude<Outcome, 'waiting'>

/** Why a firing is not final yet. */
export type WaitReason =
  | 'pace'
  | 'busy'
  | 'temporary'
  | 'held'
  | 'rate limit'
  | 'credentials'
  | 'unconfirmed'
  | 'internal'
  /** Its access begins on a later day. The grant stands, so it is no longer its rule's to end. */
  | 'starts later'
  /** The day a rule on access waits for is ahead. */
  | 'ends later'

/** A new outcome for a firing that was settled before. */
export interface Amendment {
  firing: string
  outcome: FinalOutcome
  sentence: string
}

export type Settling =
  | {
      final: true
      outcome: FinalOutcome
      sentence: string
      attempts: Attempt[]
      amendments?: Amendment[]
      /** What became of access, where the job asked for it. */
      access?: AccessChange[]
    }
  | {
      final: false
      at: number
      reason: WaitReason
      sentence: string
      parked: boolean
      attempts: Attempt[]
      amendments?: Amendment[]
    }
