/** Standard types are the triggers' own names. */
import { isTrigger, type Trigger } from '../../../model/trigger'

export function findTrigger(word: string): Trigger | null {
  return isTrigger(word) ? word : null
}
