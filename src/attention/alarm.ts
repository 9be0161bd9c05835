/** What needs a person, as data. Overview, /status and alerts render the same list. */
import type { CauseKind } from '../model/alert'

/** In words. */
export interface Alarm {
  /** `bad`: customers are not served until it is fixed. */
  tone: 'bad' | 'wait'
  title: string
  text: string
  /** The one action to take, as its button says. */
  fix: string
}

export interface Cause extends Alarm {
  /** The same while it lasts, and no other's. */
  key: string
  kind: CauseKind
  /** How many entries, customers or rules it is about. */
  count: number
  /** Epoch ms; null where that is not known. */
  since: number | null
  /** Where the fix is, below the marketplace's address. */
  link: string
  /** For where no customer may be named. The title is the same. */
  plain?: Pick<Alarm, 'title' | 'text'>
  /** How much of it there was today, for what is alerted again as it grows. */
  today?: number
  forAdmins?: true
}
