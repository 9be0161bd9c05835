/** Which rules a copy makes: what the other side has already is not copied again. */

import type { Rule } from '../model/rule'
import type { RuleDraft } from './store'

/** Where copies go. */
interface Destination {
  marketplace: string
  /** All rules it has. */
  rules: Rule[]
  /** Which of its integrations, and that one's site, takes the place of one here. */
  stands: (integration: string) => { id: string; site: string } | undefined
  /** Whether copies run at once. A rule that is off stays off. */
  on: boolean
}

/** A copy; `elsewhere` where it acts on another site than its original, whose course ids mean nothing there. */
export interface Copy {
  draft: RuleDraft
  elsewhere: boolean
}

/** Rules made by one form. */
export const MOST_COPIES = 500

/**
 * Copies for another marketplace: products, targets and options as they are. One that acts elsewhere is off until someone
 * chose its course. Rules whose integration has none to stand in for it are left out.
 * @param id of the form: the same form makes the same rules
 */
export function planCopies(to: Destination, rules: Rule[], id: string): Copy[] {
  return rules.flatMap((rule, n) => {
    const integration = to.stands(rule.integration)
    if (integration === undefined) {
      return []
    }
    const elsewhere = integration.site !== rule.site
    const on = to.on && rule.on && !elsewhere
    const draft = { ...rule, id: `${id}-${n}`, marketplace: to.marketplace, integration: integration.id, on }
    return isPresent(draft, to.rules) ? [] : [{ draft, elsewhere }]
  })
}

/** True where `rules` hold one for the same product that asks for the same thing. */
export function isPresent(draft: RuleDraft, rules: Rule[]): boolean {
  return rules.some((rule) => rule.product === draft.product && toComparableParts(rule) === toComparableParts(draft))
}

function toComparableParts({ integration, trigger, action, target }: RuleDraft): string {
  return [integration, trigger, action, target.id].join(' ')
}
