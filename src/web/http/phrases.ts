import type { Phrases } from '../../../views/parts/phrases'
import { HOOK_ROUTES } from '../../intake/hook-routes'
import { KINDS } from '../../integrations'
import type { EventSource } from '../../model/event'
import { labelEvent } from '../../model/event-type'
import { describeOutcome, OUTCOME_MEANINGS } from '../../model/outcome'

export const PHRASES: Phrases = {
  trigger: labelEvent,
  action: (id) => KINDS.action(id).label,
  kind: findTitle,
  sender: findSenderTitle,
  meaning: (outcome) => OUTCOME_MEANINGS[outcome],
  outcome: (outcome, action) => describeOutcome(outcome, findTitle(action)),
}

function findTitle(action: string | null): string | null {
  return (action && KINDS.findByAction(action)?.title) || null
}

function findSenderTitle(source: EventSource): string {
  if (source.kind === 'test') {
    return 'A test event'
  }
  if (source.kind === 'import' && source.format === 'samcart-api') {
    return 'SamCart’s API'
  }
  return (source.kind === 'endpoint' && HOOK_ROUTES.findSender(source.sender)?.title) || 'Your store'
}
