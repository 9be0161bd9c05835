import type { ImportRecord } from '../../journal/imports/import-record'
import type { JobView } from '../../journal/jobs/job'

/** The work under way for an import, if any. */
export function jobOf({ id }: Pick<ImportRecord, 'id'>, jobs: JobView[]): JobView | null {
  return jobs.find((job) => job.endedAt === null && job.id.includes(` ${id} `)) ?? null
}
