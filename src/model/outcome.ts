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
export const NEEDS_A_PERSON = ['unclear'] as const
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

/** What each means to a merchant: the hint on its badge, and the glossary. */
export const OUTCOME_MEANINGS: Record<Outcome, string> = {
  enrolled: 'The customer got access.',
  renewed: 'The customer had access, and it now lasts longer.',
  'already enrolled': 'The customer had this access already, so nothing changed.',
  expired: 'The customer’s access ended.',
  'already expired': 'The access had ended before, so nothing changed.',
  kept: 'Access stays although this event would end it. Its entry says what gives it.',
  superseded: 'Something newer about the same purchase counts instead, such as a refund.',
  sent: 'The event was posted to your Notify URL and accepted.',
  'no rule': 'None of your rules is for this product and trigger.',
  'no change': 'The event gives or ends no access, or repeats an earlier one.',
  'not understood': 'The sender used a word we don’t know, or left out the email or the product.',
  'test order skipped': 'A test order, and the rule skips those.',
  'no such customer': 'The site has no one with this email, so there is nothing to end.',
  'administrator, left alone': 'This person runs the site, so their access is never ended.',
  'rule off': 'A rule would have run, but it is switched off or was deleted.',
  unclear: 'It could be about several purchases. Choose which on its page.',
  waiting: 'Not done yet. It runs automatically, at the time its entry says.',
  [REJECTED]: 'The other side refused the change. Its entry says why.',
  'rejected by the receiver': 'Your Notify URL refused the event. Its entry says why.',
  'credentials rejected': 'The key was refused. Reconnect the integration.',
  'target missing': 'The rule’s course or bundle is gone. Choose another in the rule.',
  'given up': 'Someone in your team stopped it.',
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
