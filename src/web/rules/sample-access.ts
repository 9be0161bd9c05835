/** What an invented event on access is about: what the marketplace's own rules open by the product. */
import { KINDS } from '../../integrations'
import type { EventAccess } from '../../model/access'
import { EVERY_PRODUCT, type Rule } from '../../model/rule'
import { isAccessTrigger } from '../../model/trigger'
import { listRules } from '../../rules/store'

const DAY_MS = 86_400_000

export const NOTHING_OPENED = 'No rule gives access for this product yet, so there is nothing to post about.'

/** Absent for a trigger of another category; null where no rule opens anything. @param now epoch ms */
export async function findSampleAccess(
  d1: D1Database,
  { marketplace, trigger, options }: Rule,
  product: string,
  now: number,
): Promise<{ access?: EventAccess } | null> {
  if (!isAccessTrigger(trigger)) {
    return {}
  }
  const rules = await listRules(d1, marketplace)
  const opener = rules.find(
    (one) => KINDS.action(one.action).effect === 'opens' && [product, EVERY_PRODUCT].includes(one.product),
  )
  const kind = opener && KINDS.findByAction(opener.action)?.id
  if (opener === undefined || kind === undefined) {
    return null
  }
  const { target, integration: id, integrationName: name, site } = opener
  const days = trigger === 'access.ends_soon' ? options.noticeDays : opener.options.accessDays
  const hasEnd = days && (trigger === 'access.given' || trigger === 'access.ends_soon')
  return { access: { target, integration: { id, name, kind, site }, endsAt: hasEnd ? now + days * DAY_MS : null } }
}
