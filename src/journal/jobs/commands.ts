/** What people do to jobs. Doing it twice is doing it once. */

import { drizzle } from 'drizzle-orm/d1'
import { refuseFormerAdmin } from '../../accounts/admin-batch'
import { type Author, recordDeed } from '../../accounts/audit-line'
import type { Env } from '../../env'
import { type CommandResult, refuseWith } from '../../model/command-result'
import { uncapitalize } from '../../model/letter-case'
import type { JobChange } from './job'

const refuse = refuseWith({ 'too late': 'This has ended already.' })

const DONE: Record<JobChange, string> = { pause: 'paused', resume: 'resumed', cancel: 'canceled' }

export async function changeJob(
  env: Pick<Env, 'DB' | 'JOURNAL'>,
  author: Author,
  id: string,
  change: JobChange,
): Promise<CommandResult<'too late' | 'no admin'>> {
  const known = (await env.JOURNAL.getByName(author.marketplace).jobs()).find((job) => job.id === id)
  const refused = known?.stoppable === 'by anyone' ? null : await refuseFormerAdmin(drizzle(env.DB), author)
  if (refused !== null) {
    return refused
  }
  const changed = await env.JOURNAL.getByName(author.marketplace).changeJob(id, change)
  if (changed === null) {
    return refuse('too late')
  }
  const line = `job ${id} ${change} ${changed.lastChange?.at ?? ''}`
  await recordDeed(env.DB, author, line, { did: DONE[change], what: uncapitalize(changed.title), link: '/jobs' })
  return { ok: true }
}
