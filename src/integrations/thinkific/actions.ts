/** What rules can have Thinkific do, and the targets they do it to. */
import type { Action, Phrase } from '../../model/action'
import type { Target as AnyTarget } from '../../model/rule'
import { ENDING_TRIGGERS, type Trigger } from '../../model/trigger'

export type CourseOrBundle = 'course' | 'bundle'

/** A course or bundle of one site. `id` is Thinkific's course or bundle id, never its product id. */
export interface Target extends AnyTarget {
  kind: CourseOrBundle
}

type ActionId = `${'create' | 'expire'}_${CourseOrBundle}`

export const ACTION_LABELS: Record<ActionId, string> = {
  create_course: 'Create Course Enrollment',
  expire_course: 'Expire Course Enrollment',
  create_bundle: 'Create Bundle Enrollment',
  expire_bundle: 'Expire Bundle Enrollment',
}

const KEEP_WELCOMING =
  'In Thinkific, keep the course’s welcome e-mail on (Users → Notifications), since it brings new students their log-in, and keep the course private.'

export const ACTIONS: readonly Action[] = [
  { ...opening('create_course', 'course'), reminder: KEEP_WELCOMING },
  ending('expire_course', 'course'),
  opening('create_bundle', 'bundle'),
  ending('expire_bundle', 'bundle'),
]

export function isCreateAction(action: string): boolean {
  return ACTIONS.some(({ id, effect }) => id === action && effect === 'opens')
}

/** A rule's target as a site knows it. Throws for one that is not Thinkific's. */
export function toTarget<Of extends Pick<AnyTarget, 'kind'>>(target: Of): Of & { kind: CourseOrBundle } {
  const { kind } = target
  if (kind !== 'course' && kind !== 'bundle') {
    throw new Error(`Thinkific has no target of the kind ${kind}`)
  }
  return { ...target, kind }
}

function opening(id: ActionId, target: CourseOrBundle): Action {
  return {
    id,
    label: ACTION_LABELS[id],
    effect: 'opens',
    target,
    categories: ['ecommerce'],
    phrase: () => ['enroll the customer in ', ''],
  }
}

function ending(id: ActionId, target: CourseOrBundle): Action {
  return {
    id,
    label: ACTION_LABELS[id],
    effect: 'ends',
    target,
    categories: ['ecommerce'],
    phrase: phraseEnding,
  }
}

/** On an ending trigger it ends what that purchase gave; on any other it removes. */
function phraseEnding(trigger: Trigger, removeAlways: boolean): Phrase {
  return ENDING_TRIGGERS.has(trigger) && !removeAlways
    ? ['end the access to ', ' that this purchase gave']
    : ['end the customer’s access to ', ', whatever gave it']
}
