import type { Context } from 'hono'
import type { HolderCount } from '../../integrations/thinkific/customers/target-holders'
import type { Rule, Target } from '../../model/rule'
import type { Web } from '../http/context'

/** Beyond this a page says "more than". */
const MOST_COUNTED = 1_000

export async function countHolders(c: Context<Web>, rule: Rule, target: Target): Promise<HolderCount> {
  return c.env.THINKIFIC_SITE.getByName(rule.site).holders(rule.marketplace, target, MOST_COUNTED)
}
