/** Rules the destination already has are not copied. */

import type { Rule } from '../model/rule'
import type { RuleDraft } from './store'

interface Destination {
  marketplace: string
  /** All of its rules. */
  rules: Rule[]
  /** Its integration, with site, that replaces one of ours. */
  stands: (integration: string) => { id: string; site: string } | undefined
  /** Copies run at once; rules that are off stay off. */
  on: boolean
}

/** `elsewhere`: on another site than the original, where its course ids mean nothing. */
export interface Copy {
  draft: RuleDraft
  elsewhere: boolean
}

export const MOST_COPIES = 500

/**
 * Copies for another marketplace. One on another site is off until its course is chosen. Rules without a replacement
 * integration are left out. @param id of the form; the same form makes the same rules
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

/** `rules` contain another that does the same for the product; the draft itself is there once its form was sent. */
export function isPresent(draft: RuleDraft, rules: Rule[]): boolean {
  return rules.some(
    (rule) =>
      rule.id !== draft.id && rule.product === draft.product && toComparableParts(rule) === toComparableParts(draft),
  )
}

function toComparableParts({ integration, trigger, action, target }: RuleDraft): string {
  return [integration, trigger, action, target.id].join(' ')
}

export function countRules(number: number): string {
  return number === 1 ? '1 rule' : `${number} rules`
}
