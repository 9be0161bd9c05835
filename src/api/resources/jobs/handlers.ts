import { changeJob } from '../../../journal/jobs/commands'
import type { JobView } from '../../../journal/jobs/job'
import { type ApiCall, type Handlers, journalOf } from '../../contract/call'
import { pageById } from '../../contract/listing'
import { ApiProblem, orNotFound, orRefuse } from '../../contract/problem'
import type { JobAnswers } from './description'
import { toJobJson } from './job-json'
import type { JOBS } from './operations'

export const jobHandlers: Handlers<typeof JOBS, JobAnswers> = {
  listJobs: async (call, { query }) => pageById(call, 'listJobs', query, await journalOf(call).jobs(), toJobJson),
  getJob: async (call, { params }) => toJobJson(await find(call, params.job)),
  changeJob: async (call, { params, body }) => {
    const { stoppable, id } = await find(call, params.job)
    if (stoppable === false) {
      throw new ApiProblem(409, 'not stoppable', 'What this work began is always finished.')
    }
    orRefuse(await changeJob(call.env, call.author, id, body.change))
    return toJobJson(await find(call, id))
  },
}

function find(call: ApiCall, id: string): Promise<JobView> {
  return orNotFound(
    'work',
    journalOf(call)
      .jobs()
      .then((all) => all.find((job) => job.id === id)),
  )
}
