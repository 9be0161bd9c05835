/** What an event's effects say together, in the event's own entry. */
import type { NoteEffect } from './firing-job'
import { isFailed } from './outcome'

/** The outcome is that of the first that failed, else of the first; every sentence is said. Null where no effect has one. */
export function joinEffects(effects: NoteEffect[]): NoteEffect['own'] {
  const own = effects.flatMap((effect) => effect.own ?? [])
  const first = own.find(({ outcome }) => isFailed(outcome)) ?? own[0]
  if (first === undefined) {
    return null
  }
  return {
    outcome: first.outcome,
    sentence: own.map(({ sentence }) => sentence).join(' '),
    attempts: own.flatMap(({ attempts }) => attempts),
  }
}
