import type { Phrases } from '../../../views/parts/phrases'
import { KINDS } from '../../integrations'
import { EVENT_LABELS } from '../../model/event-type'

export const PHRASES: Phrases = { triggers: EVENT_LABELS, action: (id) => KINDS.action(id).label }
