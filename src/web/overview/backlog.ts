/** Estimates a backlog's remaining time from its rate. */
import type { BacklogProps } from '../../../views/overview/backlog'
import type { OverviewFacts } from '../../journal/queries'

const MINUTE_MS = 60_000
/** Before so many are done, a rate is a guess. */
const LEAST_DONE = 10

export function toBacklog(backlog: OverviewFacts['backlog'], kinds: string, now: number): BacklogProps | null {
  if (backlog === null || backlog.waiting === 0) {
    return null
  }
  const { since, done, waiting } = backlog
  const minutes = (now - since) / MINUTE_MS
  const minutesLeft = done >= LEAST_DONE && minutes > 0 ? (waiting / done) * minutes : null
  return { kinds, done, waiting, minutesLeft }
}
