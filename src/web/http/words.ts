import type { Words } from '../../../views/parts/words'
import { KINDS } from '../../integrations'
import { TRIGGER_LABELS } from '../../model/trigger'

export const WORDS: Words = { triggers: TRIGGER_LABELS, action: (id) => KINDS.action(id).label }
