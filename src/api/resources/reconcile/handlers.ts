import { isReconcilable } from '../../../integrations/reconcilers'
import { findIntegration } from '../../../integrations/store'
import type { ReconcileAnswer } from '../../../journal/queries'
import { changeSchedule, fixDifferences, startReconcile } from '../../../journal/reconcile/commands'
import { type ApiCall, type Handlers, journalOf } from '../../contract/call'
import { ApiProblem, orNotFound, orRefuse } from '../../contract/problem'
import { startedJob } from '../jobs/job-json'
import type { ReconcileAnswers } from './description'
import { toDifferenceJson, toStateJson } from './difference-json'
import type { RECONCILE } from './operations'

export const reconcileHandlers: Handlers<typeof RECONCILE, ReconcileAnswers> = {
  listDifferences: async (call, { params }) => {
    const answer = await read(call, params.integration)
    return {
      state: toStateJson(answer),
      count: answer.groups.reduce((sum, { count }) => sum + count, 0),
      groups: answer.groups.map(({ kind, guess, count, differences }) => ({
        kind,
        guess,
        count,
        differences: differences.map(toDifferenceJson),
      })),
    }
  },
  startReconcile: async (call, { params }) =>
    startedJob(await startReconcile(call.env, call.author, params.integration)),
  changeReconcileSchedule: async (call, { params: { integration }, body }) => {
    orRefuse(await changeSchedule(call.env, call.author, call.id, { integration, isWeekly: body.weekly }))
    return toStateJson(await read(call, integration))
  },
  fixDifferences: async (call, { params: { integration }, body: { fix, differences } }) => {
    const which = Array.isArray(differences) ? { ids: differences } : differences
    return startedJob(await fixDifferences(call.env, call.author, call.id, { integration, which, fix }))
  },
}

async function read(call: ApiCall, id: string): Promise<ReconcileAnswer> {
  const found = await orNotFound('integration', findIntegration(call.env.DB, call.marketplace.id, id))
  if (!isReconcilable(found)) {
    throw new ApiProblem(422, 'not comparable', 'This kind of integration keeps no record of who has access.')
  }
  return (await journalOf(call).differences(id)) as ReconcileAnswer
}
