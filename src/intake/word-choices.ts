/** Pure parts of chosen-words.ts. */
import { labelEvent } from '../model/event-type'
import type { WordMeaning } from '../model/word-meaning'

/** Every endpoint's copy carries them. */
export const MOST_WORDS = 200

export function describeMeaning(meaning: WordMeaning | null): string {
  if (meaning === null) {
    return 'not understood'
  }
  return meaning === 'ignore' ? 'ignored' : labelEvent(meaning)
}
