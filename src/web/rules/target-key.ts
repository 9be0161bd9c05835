/** A target in an address: `course-1002`. */
import type { Context } from 'hono'
import { listAudit } from '../../accounts/audit'
import { readOffers } from '../../integrations/offers'
import { findIntegration } from '../../integrations/store'
import { unlistedName } from '../../integrations/target-names'
import type { Rule, Target } from '../../model/rule'
import { markTarget, ruleLink } from '../../rules/describe'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { isTypedId } from './targets'

/** A rule's page asks just after its change. */
const MOST_LINES = 200

export function toTargetKey(target: Pick<Target, 'kind' | 'id'>): string {
  return `${target.kind}-${target.id}`
}

/** Where an admin ends the access of everyone who holds it. */
export function endingsAddress(c: Context<Web>, rule: Rule, target: Target): string {
  return `${marketplaceAddress(c)}/rules/${rule.id}/endings?target=${toTargetKey(target)}`
}

/** With its current name; null for anything else. */
export async function findTarget(c: Context<Web>, rule: Rule, key: string | undefined): Promise<Target | null> {
  const [kind = '', ...rest] = (key ?? '').split('-')
  const id = rest.join('-')
  if (!isTypedId(kind, id)) {
    return null
  }
  const integration = await findIntegration(c.env.DB, c.var.member.marketplace.id, rule.integration)
  const offers = integration && (await readOffers(c.env, integration, kind))
  const listed = offers?.find((one) => one.id === id)
  const own = rule.target.kind === kind && rule.target.id === id ? rule.target.name : null
  return {
    kind,
    id,
    name: listed?.name ?? own ?? (await findFormerName(c, rule, { kind, id })) ?? unlistedName(kind, id),
  }
}

/** As the last change of the rule to another target named it. */
async function findFormerName(c: Context<Web>, rule: Rule, target: Pick<Target, 'kind' | 'id'>) {
  const mark = markTarget(target)
  const lines = await listAudit(c.env.DB, rule.marketplace, MOST_LINES)
  const before = lines
    .filter(({ link }) => link === ruleLink(rule.id))
    .flatMap(({ changes }) => changes ?? [])
    .find(({ field, from }) => field === 'Target' && from.endsWith(mark))
  return before?.from.slice(0, -mark.length)
}
