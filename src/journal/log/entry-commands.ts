/** What people do to entries of the log: run again, replay, give up. Each press is a request of its own. */
import type { Author } from '../../accounts/audit-line'
import { displayName } from '../../accounts/display-name'
import type { Env } from '../../env'
import { type CommandResult, refuseWith } from '../../model/command-result'
import type { JobView } from '../jobs/job'
import type { EntriesJob } from '../jobs/run-entries'
import type { Entry, EntryButton } from '../queries'

type Bindings = Pick<Env, 'JOURNAL'>

/** Another tab, or the queue, was faster. */
export const TOO_LATE = 'This entry has changed. Here is its current status.'

const refuse = refuseWith({
  'too late': TOO_LATE,
  'none selected': 'Select at least one entry.',
})

/** Runs an entry's firing again: a final one as another run of it, a waiting one now. */
export async function retryEntry(env: Bindings, author: Author, id: string): Promise<CommandResult<'too late'>> {
  if ((await findEntryWith(env, author, id, ['retry', 'run again'])) === null) {
    return refuse('too late')
  }
  const retried = await env.JOURNAL.getByName(author.marketplace).retry([id], displayName(author.person))
  return retried > 0 ? { ok: true } : refuse('too late')
}

export async function replayEvent(env: Bindings, author: Author, id: string): Promise<CommandResult<'too late'>> {
  if ((await findEntryWith(env, author, id, ['replay'])) === null) {
    return refuse('too late')
  }
  await env.JOURNAL.getByName(author.marketplace).replay(id, displayName(author.person))
  return { ok: true }
}

/** Closes a failure that needs nothing more. */
export async function ignoreEntry(
  env: Bindings,
  author: Author,
  id: string,
  note: string,
): Promise<CommandResult<'too late'>> {
  const ignored = await env.JOURNAL.getByName(author.marketplace).ignore([id], displayName(author.person), note)
  return ignored > 0 ? { ok: true } : refuse('too late')
}

/** Retry, Replay or Ignore for what a person selected, as a job. @param form the same form starts once */
export async function runEntries(
  env: Bindings,
  author: Author,
  form: string,
  input: EntriesJob,
): Promise<CommandResult<'none selected', { job: JobView }>> {
  if ('ids' in input.entries && input.entries.ids.length === 0) {
    return refuse('none selected')
  }
  const job = await env.JOURNAL.getByName(author.marketplace).startJob({
    id: `run-entries ${form}`,
    kind: 'run-entries',
    marketplace: author.marketplace,
    input,
    person: displayName(author.person),
  })
  return { ok: true, job }
}

export async function giveUpEntry(env: Bindings, author: Author, id: string): Promise<CommandResult<'too late'>> {
  if ((await findEntryWith(env, author, id, ['give up'])) === null) {
    return refuse('too late')
  }
  const ended = await env.JOURNAL.getByName(author.marketplace).giveUp([id], displayName(author.person))
  return ended > 0 ? { ok: true } : refuse('too late')
}

async function findEntryWith(
  env: Bindings,
  { marketplace }: Author,
  id: string,
  buttons: EntryButton[],
): Promise<Entry | null> {
  const entry = await env.JOURNAL.getByName(marketplace).entry(id)
  return entry && buttons.some((button) => entry.buttons.includes(button)) ? (entry as Entry) : null
}
