/** What people do to entries of the log: run again, replay, give up, undo a test. Each press is a request of its own. */
import type { Author } from '../../accounts/audit-line'
import { displayName } from '../../accounts/display-name'
import type { Env } from '../../env'
import { type CommandResult, refuseWith } from '../../model/command-result'
import type { Entry, EntryButton, LogQuery } from '../queries'
import { buildTestUndo } from './test-undo'

type Bindings = Pick<Env, 'JOURNAL'>

/** Another tab, or the queue, was faster. */
export const TOO_LATE = 'This entry has changed. Here is its current status.'

const refuse = refuseWith({
  'too late': TOO_LATE,
  nothing: 'None of these entries is failed now, so there is nothing to retry.',
})

/** Runs an entry's firing again: a final one as another run of it, a waiting one now. */
export async function retryEntry(env: Bindings, author: Author, id: string): Promise<CommandResult<'too late'>> {
  if ((await findEntryWith(env, author, id, ['retry', 'run again'])) === null) {
    return refuse('too late')
  }
  const retried = await env.JOURNAL.getByName(author.marketplace).retry([id], displayName(author.person))
  return retried > 0 ? { ok: true } : refuse('too late')
}

export async function retryFailed(
  env: Bindings,
  author: Author,
  query: LogQuery,
): Promise<CommandResult<'nothing', { retried: number }>> {
  const retried = await env.JOURNAL.getByName(author.marketplace).retryFound(query, displayName(author.person))
  return retried > 0 ? { ok: true, retried } : refuse('nothing')
}

export async function replayEvent(env: Bindings, author: Author, id: string): Promise<CommandResult<'too late'>> {
  if ((await findEntryWith(env, author, id, ['replay'])) === null) {
    return refuse('too late')
  }
  await env.JOURNAL.getByName(author.marketplace).replay(id, displayName(author.person))
  return { ok: true }
}

export async function giveUpEntry(env: Bindings, author: Author, id: string): Promise<CommandResult<'too late'>> {
  if ((await findEntryWith(env, author, id, ['give up'])) === null) {
    return refuse('too late')
  }
  const ended = await env.JOURNAL.getByName(author.marketplace).giveUp([id], displayName(author.person))
  return ended > 0 ? { ok: true } : refuse('too late')
}

/** Ends what a test order opened; answers the entry of that. @param form the same form undoes once */
export async function undoTest(
  env: Bindings,
  author: Author,
  id: string,
  form: string,
): Promise<CommandResult<'too late', { entry: string }>> {
  const entry = await findEntryWith(env, author, id, ['undo test'])
  const act = entry && buildTestUndo(entry, form, displayName(author.person))
  if (act === null) {
    return refuse('too late')
  }
  return { ok: true, entry: await env.JOURNAL.getByName(author.marketplace).act(author.marketplace, act) }
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
