/** Standard types are the event types' own names. */
import { type EventType, isEventType } from '../../../model/event-type'

export function findType(word: string): EventType | null {
  return isEventType(word) ? word : null
}
