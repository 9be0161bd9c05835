import type { Context } from 'hono'
import type { Env } from '../../env'
import { KINDS } from '../../integrations'
import type { AccessLedger } from '../../integrations/access-ledger'
import type { HolderCount } from '../../integrations/customer-access'
import type { Rule, Target } from '../../model/rule'
import type { Web } from '../http/context'

/** Beyond this a page says "more than". */
const MOST_COUNTED = 1_000
const NONE: HolderCount = { count: 0, more: false }

export async function countHolders(c: Context<Web>, rule: Rule, target: Target): Promise<HolderCount> {
  return (await findLedger(c.env, rule, target)?.holders(rule.marketplace, target, MOST_COUNTED)) ?? NONE
}

/** The ledger that knows; null where the target's kind of integration keeps none. */
function findLedger(env: Env, { site }: Rule, { kind }: Target): AccessLedger | null {
  return KINDS.findTarget(kind)?.kind.ledger?.(env, site) ?? null
}
