/** How long a backlog will take, judged by how it went so far. */
import type { BacklogProps } from '../../../views/overview/backlog'
import type { OverviewFacts } from '../../journal/queries'

const MINUTE_MS = 60_000
/** Before so many are done, a rate is a guess. */
const LEAST_DONE = 10

/** Null while there is no backlog. */
export function toBacklog(backlog: OverviewFacts['backlog'], now: number): BacklogProps | null {
  if (backlog === null || backlog.waiting === 0) {
    return null
  }
  const { since, done, waiting } = backlog
  const minutes = (now - since) / MINUTE_MS
  const minutesLeft = done >= LEAST_DONE && minutes > 0 ? (waiting / done) * minutes : null
  return { done, waiting, minutesLeft }
}
