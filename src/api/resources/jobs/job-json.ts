import type { JobView } from '../../../journal/jobs/job'
import { toTime } from '../../contract/values'

export function toJobJson({
  id,
  kind,
  title,
  status,
  done,
  total,
  person,
  startedAt,
  endedAt,
  stoppable,
  result,
}: JobView) {
  return {
    id,
    kind,
    title,
    status,
    done,
    total,
    person,
    started_at: toTime(startedAt),
    ended_at: toTime(endedAt),
    stoppable: stoppable !== false,
    result,
  }
}
