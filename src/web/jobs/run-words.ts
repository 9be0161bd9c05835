import type { JobView } from '../../journal/jobs/job'
import type { Flash } from '../http/context'

/** For the page that started it. */
export function describeRun({ result, total }: Pick<JobView, 'result' | 'total'>): Flash {
  const going = total === 1 ? 'One entry is running again.' : `${total ?? 'The'} entries are running again.`
  return { kind: 'done', text: result ?? `${going} Background work shows the progress.` }
}
