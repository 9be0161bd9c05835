/** What most likely fixes an entry that needs a person, by its cause. Pure. */
import type { LogRow } from '../journal/queries'
import { isOpenEnded } from '../model/resolution'

export type EntryFix = 'reconnect' | 'choose target' | 'choose purchase' | 'treat as'

/** Null where there is nothing to fix, or Retry is the way. */
export function findEntryFix(row: Pick<LogRow, 'outcome' | 'resolved' | 'waiting' | 'customer'>): EntryFix | null {
  if (row.waiting !== null) {
    return row.waiting.parked && row.waiting.reason === 'credentials' ? 'reconnect' : null
  }
  if (!isOpenEnded(row)) {
    return null
  }
  switch (row.outcome) {
    case 'credentials rejected':
      return 'reconnect'
    case 'target missing':
      return 'choose target'
    case 'unclear':
      return 'choose purchase'
    case 'not understood':
      return 'treat as'
    default:
      return null
  }
}
