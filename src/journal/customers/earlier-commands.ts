/** Runs a rule for what happened before it was there, or while it was off: enrolls earlier buyers, ends what was refunded. */
import { drizzle } from 'drizzle-orm/d1'
import { refuseFormerAdmin } from '../../accounts/admin-batch'
import type { Author } from '../../accounts/audit-line'
import { displayName } from '../../accounts/display-name'
import type { Env } from '../../env'
import { type CommandResult, refuseWith } from '../../model/command-result'
import type { Rule } from '../../model/rule'
import { nameRule, ruleLink } from '../../rules/describe'
import type { EarlierRunJob } from '../jobs/earlier-run'
import type { JobView } from '../jobs/job'
import { endsPast, enrollsBuyers } from './earlier-query'

const refuse = refuseWith({
  'not enrolling': 'Only a rule that is on and enrolls buyers can run for earlier ones.',
  'not ending': 'Only a rule that is on and ends access can be applied to past endings.',
})

/** The same form starts once. */
export async function enrollEarlierBuyers(
  env: Pick<Env, 'JOURNAL'>,
  author: Author,
  form: string,
  rule: Rule,
): Promise<CommandResult<'not enrolling', { job: JobView }>> {
  if (!rule.on || !enrollsBuyers(rule)) {
    return refuse('not enrolling')
  }
  const input: EarlierRunJob = { rule: rule.id, name: rule.name }
  const job = await env.JOURNAL.getByName(author.marketplace).startJob({
    id: `enroll-buyers ${form}`,
    kind: 'enroll-buyers',
    marketplace: author.marketplace,
    input,
    person: displayName(author.person),
    deed: { author, did: 'enrolled', what: `earlier buyers with ${nameRule(rule)}`, link: ruleLink(rule.id) },
  })
  return { ok: true, job }
}

/** Ends the access of those who were refunded, canceled or fell behind before the rule. The same form starts once. */
export async function applyToPastEndings(
  env: Pick<Env, 'DB' | 'JOURNAL'>,
  author: Author,
  form: string,
  rule: Rule,
): Promise<CommandResult<'not ending' | 'no admin', { job: JobView }>> {
  const refused = await refuseFormerAdmin(drizzle(env.DB), author)
  if (refused !== null) {
    return refused
  }
  if (!rule.on || !endsPast(rule)) {
    return refuse('not ending')
  }
  const input: EarlierRunJob = { rule: rule.id, name: rule.name }
  const job = await env.JOURNAL.getByName(author.marketplace).startJob({
    id: `end-past ${form}`,
    kind: 'end-past',
    marketplace: author.marketplace,
    input,
    person: displayName(author.person),
    deed: { author, did: 'ended', what: `access by past endings, with ${nameRule(rule)}`, link: ruleLink(rule.id) },
  })
  return { ok: true, job }
}
