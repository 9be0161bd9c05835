/** What an event's effects say together, in the event's own entry. */
import type { NoteEffect } from './firing-job'
import { type FinalOutcome, OPEN_ENDED } from './outcome'

/**
 * The outcome is that of the first that needs a person, else of the first that changed anything, else the entry's; every sentence is
 * said. Null where none adds to the entry.
 */
export function joinEffects(
  effects: NoteEffect[],
  entry: { outcome: FinalOutcome | null; sentence: string } | null,
): NoteEffect['own'] {
  const own = effects.flatMap((effect) => effect.own ?? [])
  const changed = own.filter(({ outcome }) => outcome !== 'no change')
  const sentence = [...new Set(own.map((one) => one.sentence))].join(' ')
  const attempts = own.flatMap((one) => one.attempts)
  const first = changed.find(({ outcome }) => OPEN_ENDED.includes(outcome)) ?? changed[0]
  if (first !== undefined) {
    return { outcome: first.outcome, sentence, attempts }
  }
  // Sent again, a note says it again.
  return !entry?.outcome || sentence === '' || entry.sentence.includes(sentence)
    ? null
    : { outcome: entry.outcome, sentence: `${entry.sentence} ${sentence}`, attempts }
}
