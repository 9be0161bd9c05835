/** Takes back what was done wrong: one entry at once, what a rule or an import did as a job. */
import { drizzle } from 'drizzle-orm/d1'
import { refuseFormerAdmin } from '../../accounts/admin-batch'
import { type Author, recordDeed } from '../../accounts/audit-line'
import { displayName } from '../../accounts/display-name'
import type { Env } from '../../env'
import { type CommandResult, refuseWith } from '../../model/command-result'
import type { JobView } from '../jobs/job'
import type { UndoJob } from '../jobs/undo'
import { listReachableSites } from './reachable-sites'
import { findWrongSpan, SPAN_PROBLEMS } from './undo-span'

type Bindings = Pick<Env, 'DB' | 'JOURNAL'>

const refuse = refuseWith({
  ...SPAN_PROBLEMS,
  'too late': 'This entry was undone already, or nothing of it can be.',
  'still running': 'This import is not over. Cancel it first, or wait until it has run.',
})

interface RuleSpan {
  rule: string
  /** Also of one that was deleted since. */
  name: string
  /** Epoch ms. */
  from: number
  /** Exclusive. */
  until: number
}

/** The same form starts once. What the rule does after this is not part of it. */
export async function undoRule(
  env: Bindings,
  author: Author,
  form: string,
  { rule, name, from, until }: RuleSpan,
): Promise<CommandResult<'empty span' | 'future span' | 'no admin', { job: JobView }>> {
  const refused = await refuseFormerAdmin(drizzle(env.DB), author)
  if (refused !== null) {
    return refused
  }
  const now = Date.now()
  const wrong = findWrongSpan({ from, until }, now)
  if (wrong !== null) {
    return refuse(wrong)
  }
  const input: UndoJob = { extent: { kind: 'rule', rule, from, until: Math.min(until, now) }, name }
  return startJob(env, author, form, input, `what the rule “${name}” did`)
}

/** All entries of the events that an import began; what it says was bought stays known. The same form starts once. */
export async function undoImport(
  env: Bindings,
  author: Author,
  form: string,
  id: string,
): Promise<CommandResult<'still running' | 'no admin', { job: JobView }>> {
  const refused = await refuseFormerAdmin(drizzle(env.DB), author)
  if (refused !== null) {
    return refused
  }
  const record = await env.JOURNAL.getByName(author.marketplace).import(id)
  if (record === null || record.endedAt === null) {
    return refuse('still running')
  }
  const input: UndoJob = { extent: { kind: 'import', import: id }, name: record.name }
  return startJob(env, author, form, input, `the import “${record.name}”`)
}

/** Answers the entry of the undo. The same form undoes once. */
export async function undoEntry(
  env: Bindings,
  author: Author,
  form: string,
  id: string,
): Promise<CommandResult<'too late' | 'no admin', { entry: string }>> {
  const refused = await refuseFormerAdmin(drizzle(env.DB), author)
  if (refused !== null) {
    return refused
  }
  const undone = await undoOne(env, author, form, id)
  if (undone.ok) {
    const link = `/logs/${encodeURIComponent(id)}`
    // The audit trail names no customer, since it outlives an erasure.
    await recordDeed(env.DB, author, `undo ${form}`, { did: 'undid', what: 'an entry of the log', link })
  }
  return undone
}

/** What a test order opened. */
export async function undoTest(
  env: Bindings,
  author: Author,
  id: string,
  form: string,
): Promise<CommandResult<'too late', { entry: string }>> {
  const entry = await env.JOURNAL.getByName(author.marketplace).entry(id)
  return entry?.test === true ? undoOne(env, author, form, id) : refuse('too late')
}

async function undoOne(
  env: Bindings,
  author: Author,
  form: string,
  id: string,
): Promise<CommandResult<'too late', { entry: string }>> {
  const entry = await env.JOURNAL.getByName(author.marketplace).undoEntry({
    marketplace: author.marketplace,
    entry: id,
    form,
    person: displayName(author.person),
    sites: await listReachableSites(env.DB, author.marketplace),
  })
  return entry === null ? refuse('too late') : { ok: true, entry }
}

async function startJob(
  env: Bindings,
  author: Author,
  form: string,
  input: UndoJob,
  what: string,
): Promise<{ ok: true; job: JobView }> {
  const job = await env.JOURNAL.getByName(author.marketplace).startJob({
    id: `undo ${form}`,
    kind: 'undo',
    marketplace: author.marketplace,
    input,
    person: displayName(author.person),
    deed: { author, did: 'undid', what, link: '/jobs' },
  })
  return { ok: true, job }
}
