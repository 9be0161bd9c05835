import type { Trigger } from './trigger'

export const ACTIONS = ['create_course', 'expire_course', 'create_bundle', 'expire_bundle'] as const
export type Action = (typeof ACTIONS)[number]

export const ACTION_LABELS: Record<Action, string> = {
  create_course: 'Create Course Enrollment',
  expire_course: 'Expire Course Enrollment',
  create_bundle: 'Create Bundle Enrollment',
  expire_bundle: 'Expire Bundle Enrollment',
}

export const EVERY_PRODUCT = '*'

export type TargetKind = 'course' | 'bundle'

/** `id` is Thinkific's course or bundle id, never its product id. */
export interface Target {
  kind: TargetKind
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
  /** The integration and its site (the part before .thinkific.com). */
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

export function targetKindOf(action: Action): TargetKind {
  return action.endsWith('_bundle') ? 'bundle' : 'course'
}

export function isCreateAction(action: Action): boolean {
  return action.startsWith('create_')
}
