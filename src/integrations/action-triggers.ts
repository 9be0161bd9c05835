/** The triggers that rules of an action may have. */
import { isCourseTrigger, TRIGGER_CATEGORIES, type Trigger } from '../model/trigger'
import { KINDS } from '.'

/** Category by category. @param seen event types that senders reported */
export function listTriggers(action: string, seen: readonly string[]): Trigger[] {
  return KINDS.action(action).categories.flatMap((category): readonly Trigger[] =>
    category === 'courses' ? seen.filter(isCourseTrigger).toSorted() : TRIGGER_CATEGORIES[category].triggers,
  )
}

/** Also what a sender has yet to report. */
export function findTrigger(action: string, word: string): Trigger | null {
  return listTriggers(action, [word]).find((trigger) => trigger === word) ?? null
}
