import type { Phrases } from '../../../views/parts/phrases'
import { KINDS } from '../../integrations'
import { EVENT_LABELS } from '../../model/event-type'
import { describeOutcome } from '../../model/outcome'

export const PHRASES: Phrases = {
  triggers: EVENT_LABELS,
  action: (id) => KINDS.action(id).label,
  kind: findTitle,
  outcome: (outcome, action) => describeOutcome(outcome, findTitle(action)),
}

function findTitle(action: string | null): string | null {
  return (action && KINDS.findByAction(action)?.title) || null
}
