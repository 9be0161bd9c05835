/** The standard's type words are the triggers' own names. */
import { isTrigger, type Trigger } from '../../../model/trigger'

/** The trigger of that exact name; null for any other word. */
export function findTrigger(word: string): Trigger | null {
  return isTrigger(word) ? word : null
}
