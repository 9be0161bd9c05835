import type { Words } from '../../../views/parts/words'
import { ACTION_LABELS } from '../../model/rule'
import { TRIGGER_LABELS } from '../../model/trigger'

export const WORDS: Words = { triggers: TRIGGER_LABELS, actions: ACTION_LABELS }
