/** Verdicts, and the one that any action may get: another event or rule decides. */

import { capitalize } from '../../../model/letter-case'
import type { FinalOutcome } from '../../../model/outcome'
import type { MissingRule } from '../ledger/unruled-ending'
import type { PlanState } from './plan-state'
import { describeOverruling, describeReason, describeRemoval, describeTarget } from './verdict-phrases'

export interface Verdict {
  outcome: FinalOutcome
  sentence: string
  /** That would have ended what keeps the customer in. */
  missing?: MissingRule | null
}

export function isOverruled({ record: { fate } }: PlanState): boolean {
  return fate.kind === 'overruled' || fate.kind === 'yields'
}

export function judgeSuperseded(state: PlanState): Verdict {
  const { fate } = state.record
  const why =
    fate.kind === 'overruled'
      ? describeOverruling(state, fate.by)
      : (describeRemoval(state) ?? 'another rule on the same event decides')
  return {
    outcome: 'superseded',
    sentence: `${capitalize(describeReason(state))}, but ${why}, so access to ${describeTarget(state)} didn’t change.`,
  }
}
