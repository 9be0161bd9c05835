/** What people do about differences between the ledger and a site. Doing it twice is doing it once. */
import { drizzle } from 'drizzle-orm/d1'
import { refuseFormerAdmin } from '../../accounts/admin-batch'
import { type Author, recordDeed } from '../../accounts/audit-line'
import { displayName } from '../../accounts/display-name'
import type { Env } from '../../env'
import { isReconcilable } from '../../integrations/reconcilers'
import { findIntegration, INTEGRATION_GONE } from '../../integrations/store'
import { type CommandResult, refuseWith } from '../../model/command-result'
import type { JobView } from '../jobs/job'
import { FIX_DIFFERENCES, type FixDifferencesJob } from './fix-job'
import { toReconciled, toReconcileJob } from './reconcile-job'
import type { ReconciledIntegration } from './state'

const refuse = refuseWith({
  gone: INTEGRATION_GONE,
  'not comparable': 'There is nothing to compare: this kind of integration keeps no record of who has access.',
  settled: 'This was already settled; there is nothing left to do.',
})

/** Goes on with the one that runs, if one does. */
export async function startReconcile(
  env: Pick<Env, 'DB' | 'JOURNAL'>,
  author: Author,
  id: string,
): Promise<CommandResult<'gone' | 'not comparable', { job: JobView }>> {
  const found = await findReconciled(env, author, id)
  if (!found.ok) {
    return found
  }
  const { integration } = found
  const job = toReconcileJob(integration, displayName(author.person))
  return { ok: true, job: await env.JOURNAL.getByName(author.marketplace).startJob(job) }
}

/** Whether it also starts automatically, once a week. */
export async function changeSchedule(
  env: Pick<Env, 'DB' | 'JOURNAL'>,
  author: Author,
  form: string,
  { integration: id, isWeekly }: { integration: string; isWeekly: boolean },
): Promise<CommandResult<'gone' | 'not comparable' | 'no admin'>> {
  const refused = await refuseFormerAdmin(drizzle(env.DB), author)
  if (refused !== null) {
    return refused
  }
  const found = await findReconciled(env, author, id)
  if (!found.ok) {
    return found
  }
  const { integration } = found
  const journal = env.JOURNAL.getByName(author.marketplace)
  const { state } = await journal.differences(id)
  if (((state?.weeklyAt ?? null) !== null) === isWeekly) {
    return { ok: true }
  }
  const did = isWeekly ? 'switched on' : 'switched off'
  const what = `weekly reconciling of the integration “${integration.name}”`
  await recordDeed(env.DB, author, `weekly ${form}`, { did, what, link: differencesLink(id) })
  await journal.setWeekly(integration, isWeekly)
  return { ok: true }
}

/** The same form starts once. */
export async function fixDifferences(
  env: Pick<Env, 'DB' | 'JOURNAL'>,
  author: Author,
  form: string,
  { integration: id, which: asked, fix }: { integration: string } & Pick<FixDifferencesJob, 'which' | 'fix'>,
): Promise<CommandResult<'gone' | 'settled' | 'no admin', { job: JobView }>> {
  const refused = await refuseFormerAdmin(drizzle(env.DB), author)
  if (refused !== null) {
    return refused
  }
  const found = await findIntegration(env.DB, author.marketplace, id)
  if (found === null) {
    return refuse('gone')
  }
  // Ids of another integration's are none.
  const which = 'ids' in asked ? { ids: asked.ids.filter((one) => one.startsWith(`${id} `)) } : asked
  const job = `${FIX_DIFFERENCES} ${form}`
  const journal = env.JOURNAL.getByName(author.marketplace)
  const isKnown = (await journal.jobs()).some((one) => one.id === job)
  const count = await countChosen(env, author, id, which)
  if (count === 0 && !isKnown) {
    return refuse('settled')
  }
  const what = count === 1 ? '1 difference' : `${count} differences`
  const input: FixDifferencesJob = { integration: toReconciled(found), which, fix, what }
  const did = fix === 'leave' ? 'left as they are' : 'settled'
  const started = await journal.startJob({
    id: job,
    kind: FIX_DIFFERENCES,
    marketplace: author.marketplace,
    input,
    person: displayName(author.person),
    deed: { author, did, what: `${what} of the integration “${found.name}”`, link: differencesLink(id) },
  })
  return { ok: true, job: started }
}

async function findReconciled(
  { DB }: Pick<Env, 'DB'>,
  { marketplace }: Author,
  id: string,
): Promise<CommandResult<'gone' | 'not comparable', { integration: ReconciledIntegration }>> {
  const found = await findIntegration(DB, marketplace, id)
  if (found === null) {
    return refuse('gone')
  }
  return isReconcilable(found) ? { ok: true, integration: toReconciled(found) } : refuse('not comparable')
}

async function countChosen(
  { JOURNAL }: Pick<Env, 'DB' | 'JOURNAL'>,
  { marketplace }: Author,
  integration: string,
  which: FixDifferencesJob['which'],
): Promise<number> {
  if ('ids' in which) {
    return which.ids.length
  }
  const { groups } = await JOURNAL.getByName(marketplace).differences(integration)
  return groups.find(({ kind, guess }) => kind === which.kind && guess === which.guess)?.count ?? 0
}

function differencesLink(integration: string): string {
  return `/integrations/${encodeURIComponent(integration)}/differences`
}
