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
/** Rows and addresses spell it as 0.1.0 did, whose one kind was Thinkific. People read describeOutcome. */
const REJECTED = 'rejected by Thinkific'
export const FAILED = [
  REJECTED,
  'rejected by the receiver',
  'credentials rejected',
  'target missing',
  'given up',
] as const

export const OUTCOMES = [...DONE, ...NOTHING_TO_DO, ...NEEDS_A_PERSON, ...NOT_YET, ...FAILED] as const
export type Outcome = (typeof OUTCOMES)[number]

/** As people read it. @param by the title of the kind that rejected */
export function describeOutcome(outcome: Outcome, by: string | null): string {
  if (outcome !== REJECTED) {
    return outcome
  }
  return by === null ? 'rejected' : `rejected by ${by}`
}

export function isFailed(outcome: Outcome): boolean {
  return (FAILED as readonly Outcome[]).includes(outcome)
}

/** Final outcomes that stay open until something resolves them, or a person ignores them. */
export const OPEN_ENDED: readonly Outcome[] = [
  ...FAILED.filter((outcome) => outcome !== 'given up'),
  ...NEEDS_A_PERSON,
  'not understood',
]

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

/** Whether a person may be needed because of it. */
export function mayNeedPerson(settling: Settling): boolean {
  if (!settling.final) {
    return settling.parked
  }
  const bad: readonly FinalOutcome[] = [...NEEDS_A_PERSON, ...FAILED]
  return bad.includes(settling.outcome)
}
