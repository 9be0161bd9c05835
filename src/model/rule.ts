import type { Trigger } from './trigger'

/** A rule that names this product listens to all of them. */
export const EVERY_PRODUCT = '*'

/** What an action acts on: such as a course, by its own id and never that of its product. */
export interface Target {
  /** One of those that kinds of integrations declare (integrations/kind.ts). */
  kind: string
  id: string
  name: string
}

/** The id of a target where there is nothing to choose (`only` in action.ts). Such rules do not compete for it. */
export const NO_CHOICE = ''

export function isSameTarget(a: Target, b: Target): boolean {
  return a.kind === b.kind && a.id === b.id
}

/** When an expire rule ends access. `paid`: with the paid period, else `days` after the last successful charge. */
export type EndAccess = { when: 'at_once' } | { when: 'later'; days: number } | { when: 'paid'; days: number }

export interface RuleOptions {
  /** Days of access per payment; null for no end. */
  accessDays: number | null
  /** The last day of access, `2026-12-24`, instead of a number of days. Options may be missing in what 0.1.0 wrote. */
  accessUntil?: string | null
  /** Days until access begins; null for at once. */
  startsAfter?: number | null
  /** The first day of access, instead of a number of days. */
  startsOn?: string | null
  end: EndAccess
  /** Whether good news (a payment after a failed one, a dispute won) undoes the ending; on where missing. */
  giveBack?: boolean
  /** The days after the paid period were never chosen: a rule of 0.1.0 that was not saved since. */
  daysAssumed?: true
  /** For a rule on Access Ends in N Days: so many before the end. Missing in rules from before. */
  noticeDays?: number | null
  /** Log events the sender marks as tests, and do nothing. */
  skipTest: boolean
  /** End access even if another purchase still grants it. */
  removeAlways: boolean
}

export const PLAIN_OPTIONS: RuleOptions = {
  accessDays: null,
  accessUntil: null,
  startsAfter: null,
  startsOn: null,
  end: { when: 'at_once' },
  giveBack: true,
  skipTest: false,
  removeAlways: false,
}

export interface Rule {
  id: string
  marketplace: string
  name: string
  integration: string
  integrationName: string
  /** Where the integration's firings are settled, in the words of its kind. */
  site: string
  action: string
  trigger: Trigger
  target: Target
  /** The marketplace's own product id, or EVERY_PRODUCT. */
  product: string
  on: boolean
  options: RuleOptions
}
