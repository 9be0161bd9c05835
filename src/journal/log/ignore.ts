/** Ignore: a person closes failures that need nothing more. */
import { isOpenEnded } from '../../model/resolution'
import type { JournalStore } from '../journal-store'

export const NOTE_CHARS = 300

/** Skips what is not open-ended now; returns how many were closed. */
export function ignoreEntries(
  store: JournalStore,
  ids: readonly string[],
  { person, note }: { person: string; note: string },
  now: number,
): number {
  let ignored = 0
  for (const id of ids) {
    const found = store.findReadable(id)
    if (found === null || !isOpenEnded(found.result)) {
      continue
    }
    const { receipt, result } = found
    result.asked.push({ did: 'ignore', person, at: now })
    store.resolve(receipt, result, { how: 'ignored', at: now, person, note: note.slice(0, NOTE_CHARS) })
    store.save(receipt, now)
    ignored += 1
  }
  return ignored
}
