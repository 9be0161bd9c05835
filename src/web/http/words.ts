import type { Words } from '../../../views/parts/words'
import { KINDS } from '../../integrations'
import { EVENT_LABELS } from '../../model/event-type'

export const WORDS: Words = { triggers: EVENT_LABELS, action: (id) => KINDS.action(id).label }
