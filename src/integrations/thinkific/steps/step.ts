/** What to do next for a firing: a call, a pause, or an end. */
import type { FinalOutcome, WaitReason } from '../../../model/outcome'
import type { PlanState } from './plan-state'
import type { SiteCall } from './site-call'

export type Step =
  | { kind: 'call'; call: SiteCall }
  | { kind: 'wait'; reason: WaitReason; sentence: string; ms: number }
  | { kind: 'settled'; outcome: FinalOutcome; sentence: string }

/** A step that ends the run, for now or for good. */
export type FinalStep = Exclude<Step, { kind: 'call' }>

/** A step that calls. */
export function callStep(call: SiteCall): Step {
  return { kind: 'call', call }
}

/** Thinkific said no, and looking showed nothing that would make its no a yes. */
export function rejectStep({ refusal, target }: PlanState): FinalStep {
  const sentence = refusal ?? `Thinkific rejected the enrollment in ${target.name}.`
  return { kind: 'settled', outcome: 'rejected by Thinkific', sentence }
}
