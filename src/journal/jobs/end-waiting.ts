/** Ends what waits for a rule that was switched off or deleted, where it is more than one request should do. */

import type { JournalStore } from '../journal-store'
import { endWaitingOfRules, SLICE_ENTRIES } from '../waiting/end-entries'
import type { JobKind, NewJob } from './job'

interface Input {
  rule: string
  name: string
}

interface Progress {
  ended: number
}

export const END_WAITING: JobKind<Input, Progress> = {
  id: 'end-waiting',
  stoppable: false,
  title: ({ name }) => `Ending what waits for “${name}”`,
  begin: () => ({ ended: 0 }),
  async runSlice({ input, progress }, { transact }) {
    const slice = transact((store, now) => endWaitingOfRules(store, [input.rule], SLICE_ENTRIES, now))
    const ended = progress.ended + slice.ended
    return slice.left === 0
      ? { ended: true, done: ended, result: `Ended ${ended} waiting entries.` }
      : { ended: false, progress: { ended }, done: ended, total: ended + slice.left, waitMs: 0 }
  },
}

export function endWaitingJob({ waiting }: JournalStore, rule: string): NewJob {
  const [id = ''] = waiting.listIds((entry) => entry.rule?.rule.id === rule)
  const input: Input = { rule, name: waiting.listOpen().get(id)?.rule?.rule.name ?? '' }
  return { id: `end-waiting ${rule}`, marketplace: '', kind: END_WAITING.id, input, person: '', again: true }
}
