/** The closed list of what can come of a firing (or of an event that fired nothing). */

export const DONE = [
  'enrolled',
  'renewed',
  'already enrolled',
  'expired',
  'already expired',
  'kept',
  'superseded',
] as const
export const NOTHING_TO_DO = [
  'no rule',
  'not understood',
  'test order skipped',
  'no such customer',
  'administrator, left alone',
  'rule off',
] as const
export const NOT_YET = ['waiting'] as const
export const FAILED = ['rejected by Thinkific', 'credentials rejected', 'target missing', 'given up'] as const

export const OUTCOMES = [...DONE, ...NOTHING_TO_DO, ...NOT_YET, ...FAILED] as const
export type Outcome = (typeof OUTCOMES)[number]
export type FinalOutcome = Exclude<Outcome, 'waiting'>

/** One request to Thinkific and its answer as shown in the log; never a credential or password. */
export interface Attempt {
  /** Epoch ms. */
  at: number
  /** Milliseconds until the answer or the failure. */
  took: number
  method: string
  /** Path and query below the API's root. */
  path: string
  request: string | null
  /** Null: no answer came. */
  status: number | null
  response: string | null
  /** What went wrong, in words; null when nothing did. */
  problem: string | null
}

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

/** What the site answers for a firing: an outcome, or the time to come back. */
export type Settling =
  | { final: true; outcome: FinalOutcome; sentence: string; attempts: Attempt[] }
  | { final: false; at: number; reason: WaitReason; sentence: string; parked: boolean; attempts: Attempt[] }
