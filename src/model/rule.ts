/** A rule: when this trigger fires for this product (or any), do this to that target. */
import type { Trigger } from './trigger'

export const ACTIONS = ['create_course', 'expire_course', 'create_bundle', 'expire_bundle'] as const
export type Action = (typeof ACTIONS)[number]

export const ACTION_LABELS: Record<Action, string> = {
  create_course: 'Create Course Enrollment',
  expire_course: 'Expire Course Enrollment',
  create_bundle: 'Create Bundle Enrollment',
  expire_bundle: 'Expire Bundle Enrollment',
}

/** A rule that names this product listens to all of them. */
export const EVERY_PRODUCT = '*'

export type TargetKind = 'course' | 'bundle'

/** A course or bundle of one Thinkific site. `id` is Thinkific's course or bundle id, never its product id. */
export interface Target {
  kind: TargetKind
  id: string
  name: string
}

/** When an expire rule ends access. `paid`: at the end of the paid period, else `days` after the last successful charge. */
export type EndAccess = { when: 'at_once' } | { when: 'later'; days: number } | { when: 'paid'; days: number }

export interface RuleOptions {
  /** Access ends so many days after each event; null: no end. */
  accessDays: number | null
  end: EndAccess
  /** Events the sender marks as a test are logged and do nothing. */
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
  /** The integration and its Thinkific site (the part before .thinkific.com). */
  integration: string
  integrationName: string
  site: string
  action: Action
  trigger: Trigger
  target: Target
  /** The marketplace's own product id, or EVERY_PRODUCT. */
  product: string
  on: boolean
  options: RuleOptions
}

/** What kind of target an action works on. */
export function targetKindOf(action: Action): TargetKind {
  return action.endsWith('_bundle') ? 'bundle' : 'course'
}

/** True for the two actions that open access. */
export function isCreateAction(action: Action): boolean {
  return action.startsWith('create_')
}
