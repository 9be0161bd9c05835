/** What a job means for the ledger: a purchase creates, ends or removes access to a target. */
import type { Target } from '../actions'
import type { Act } from './ledger-event'

export interface Fact {
  /** `none`: an event that no rule brings here; it may move what its purchase granted. */
  kind: Act['does'] | 'none'
  target: Target
}
