/** What the form of a rule lets choose: what is listed, without a target of its own that is gone. */
import type { Context } from 'hono'
import type { Offer } from '../../integrations/catalog'
import { readOffers } from '../../integrations/offers'
import { isGone } from '../../integrations/target-names'
import type { Target } from '../../model/rule'
import type { Web } from '../http/context'
import { loadRuleContext } from './rule-context'
import { isTargetGone } from './rule-line'
import { findTypedTarget } from './targets'
import type { Wizard } from './wizard'

export interface ChoosableTargets {
  /** Null before the list was read. */
  offers: Offer[] | null
  /** The edited rule's own target, to choose again even if it is not listed. */
  keep: Target | null
  /** The same one where it is gone. */
  gone: Target | null
  /** It is in the list, or never was: then the list says nothing, and its id may be typed. */
  mayType: boolean
}

export async function loadChoosableTargets(
  c: Context<Web>,
  { integration, rule }: Wizard,
  kind: string,
): Promise<ChoosableTargets> {
  const own = rule?.target.kind === kind ? rule : null
  const [offers, facts] = await Promise.all([
    integration && readOffers(c.env, integration, kind),
    own && own.integration === integration?.id ? loadRuleContext(c, [own]) : null,
  ])
  if (own === null || facts === null || !isTargetGone(own, facts)) {
    return { offers, keep: own?.target ?? null, gone: null, mayType: true }
  }
  const others = offers?.filter(({ id }) => id !== own.target.id) ?? null
  return { offers: others, keep: null, gone: own.target, mayType: !isGone(own.target, offers) }
}

/** What was chosen or typed; null where that is nothing, or what is gone. */
export function findChoice(
  kind: string,
  { offers, keep, gone, mayType }: ChoosableTargets,
  typed: { target: string; q: string },
): Target | null {
  const found = findTypedTarget(kind, offers ?? [], typed, keep)
  if (gone === null || found?.id !== gone.id) {
    return found
  }
  return mayType && typed.q.trim() === gone.id ? gone : null
}
