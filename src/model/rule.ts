import type { Trigger } from './trigger'

/** A rule that names this product listens to all of them. */
export const EVERY_PRODUCT = '*'

/** What an action acts on: a course or bundle of a Thinkific site, by its own id and never its product id. */
export interface Target {
  /** One of those that kinds of integrations declare (integrations/kind.ts). */
  kind: string
  id: string
  name: string
}

/** When an expire rule ends access. `paid`: with the paid period, else `days` after the last successful charge. */
export type EndAccess = { when: 'at_once' } | { when: 'later'; days: number } | { when: 'paid'; days: number }

export interface RuleOptions {
  /** Days of access per event; null for no end. */
  accessDays: number | null
  end: EndAccess
  /** Log events the sender marks as tests, and do nothing. */
  skipTest: boolean
  /** End access even if another purchase still grants it. */
  removeAlways: boolean
}

export const PLAIN_OPTIONS: RuleOptions = {
  accessDays: null,
  end: { when: 'at_once' },
  skipTest: false,
  removeAlways: false,
}

export interface Rule {
  id: string
  marketplace: string
  name: string
  integration: string
  integrationName: string
  /** Where the integration's firings are settled: for Thinkific, the part before .thinkific.com. */
  site: string
  /** An action's id. */
  action: string
  trigger: Trigger
  target: Target
  /** The marketplace's own product id, or EVERY_PRODUCT. */
  product: string
  on: boolean
  options: RuleOptions
}
