/** What people do to jobs. Doing it twice is doing it once. */
import type { Author } from '../../accounts/audit-line'
import type { Env } from '../../env'
import { type CommandResult, refuseWith } from '../../model/command-result'
import type { JobChange } from './job'

const refuse = refuseWith({ 'too late': 'This has ended already.' })

export async function changeJob(
  env: Pick<Env, 'JOURNAL'>,
  { marketplace }: Author,
  id: string,
  change: JobChange,
): Promise<CommandResult<'too late'>> {
  const changed = await env.JOURNAL.getByName(marketplace).changeJob(id, change)
  return changed === null ? refuse('too late') : { ok: true }
}
