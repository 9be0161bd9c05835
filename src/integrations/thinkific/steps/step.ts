/** What to do next for a firing: a call, a pause, or an end. */
import type { FinalOutcome, WaitReason } from '../../../model/outcome'
import type { Run } from './plan-state'
import type { Call } from './site-call'

export type Step =
  | { kind: 'call'; call: Call }
  | { kind: 'wait'; reason: WaitReason; sentence: string; ms: number }
  | { kind: 'settled'; outcome: FinalOutcome; sentence: string }

/** A step that ends the run, for now or for good. */
export type End = Exclude<Step, { kind: 'call' }>

/** A step that calls. */
export function calling(call: Call): Step {
  return { kind: 'call', call }
}

/** Thinkific said no, and looking showed nothing that would make its no a yes. */
export function rejected({ refusal, target }: Run): End {
  const sentence = refusal ?? `Thinkific rejected the enrollment in ${target.name}.`
  return { kind: 'settled', outcome: 'rejected by Thinkific', sentence }
}
