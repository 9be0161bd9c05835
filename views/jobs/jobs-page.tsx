import type { JobView } from '../../src/journal/jobs/job'
import { EmptyState } from '../parts/empty-state'
import { PageHeader } from '../parts/page-header'
import { JobCard } from './job-card'

export function JobsPage({ base, jobs }: { base: string; jobs: JobView[] }) {
  return (
    <div class="page narrow">
      <PageHeader title="Background work" crumbs={[{ label: 'Overview', href: `${base}/overview` }]} />
      {jobs.length === 0 ? (
        <EmptyState title="No background work" example="Ending all access to Course Seven · 120 of 312 done">
          Work that takes a while, such as ending everyone’s access, shows its progress here.
        </EmptyState>
      ) : (
        jobs.map((job) => <JobCard base={base} job={job} />)
      )}
    </div>
  )
}
