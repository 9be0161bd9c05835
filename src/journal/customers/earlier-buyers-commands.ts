/** Enrolls those who bought before a rule was there, or while it was off. */
import type { Author } from '../../accounts/audit-line'
import { displayName } from '../../accounts/display-name'
import type { Env } from '../../env'
import { type CommandResult, refuseWith } from '../../model/command-result'
import type { Rule } from '../../model/rule'
import { nameRule, ruleLink } from '../../rules/describe'
import type { EnrollBuyersJob } from '../jobs/enroll-buyers'
import type { JobView } from '../jobs/job'
import { enrollsBuyers } from './earlier-query'

const refuse = refuseWith({ 'not enrolling': 'Only a rule that is on and enrolls buyers can run for earlier ones.' })

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
  const input: EnrollBuyersJob = { rule: rule.id, name: rule.name }
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
