import type { WaitReason } from '../../../model/outcome'
import type { PlanState } from './plan-state'
import type { SiteCall } from './site-call'
import type { Verdict } from './superseded-verdict'

export type Step = { kind: 'call'; call: SiteCall } | WaitStep | ({ kind: 'settled' } & Verdict)

export interface WaitStep {
  kind: 'wait'
  reason: WaitReason
  sentence: string
  ms: number
}

/** Ends the run, for now or for good. */
export type FinalStep = Exclude<Step, { kind: 'call' }>

export function callStep(call: SiteCall): Step {
  return { kind: 'call', call }
}

/** Thinkific refused, and looking showed nothing that would change that. */
export function rejectStep({ refusal, target }: PlanState): FinalStep {
  const sentence = refusal ?? `Thinkific rejected the enrollment in ${target.name}.`
  return { kind: 'settled', outcome: 'rejected by Thinkific', sentence }
}
