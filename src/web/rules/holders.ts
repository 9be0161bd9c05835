import type { Context } from 'hono'
import { KINDS } from '../../integrations'
import type { HolderCount } from '../../integrations/customer-access'
import { findLedger } from '../../integrations/ledgers'
import type { Rule, Target } from '../../model/rule'
import type { Web } from '../http/context'

/** Beyond this a page says "more than". */
const MOST_COUNTED = 1_000
const NONE: HolderCount = { count: 0, more: false }

export async function countRuleHolders(c: Context<Web>, rule: Rule, target: Target): Promise<HolderCount> {
  const kind = KINDS.findTarget(target.kind)?.kind
  const ledger = kind && findLedger(c.env, { kind: kind.id, site: rule.site })
  return (await ledger?.countHolders(rule.marketplace, target, MOST_COUNTED)) ?? NONE
}
