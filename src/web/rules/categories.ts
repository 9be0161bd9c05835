import { KINDS } from '../../integrations'
import { TRIGGER_CATEGORIES, type TriggerCategory } from '../../model/trigger'

const CATEGORIES = Object.keys(TRIGGER_CATEGORIES) as TriggerCategory[]

/** All of them, but for Access where an action uses none of it. `refused`: why the action cannot use its triggers; null where it can. */
export function listCategories(action: string): { value: TriggerCategory; label: string; refused: string | null }[] {
  const { categories } = KINDS.action(action)
  const title = KINDS.findByAction(action)?.title ?? 'The integration'
  const offered = CATEGORIES.filter((value) => value !== 'access' || categories.includes(value))
  return offered.map((value) => ({
    value,
    label: TRIGGER_CATEGORIES[value].label,
    refused: value === 'access' || categories.includes(value) ? null : REFUSED[value](title),
  }))
}

const REFUSED: Record<Exclude<TriggerCategory, 'access'>, (title: string) => string> = {
  ecommerce: (title) => `${title}’s actions use no eCommerce triggers, so there is nothing to choose.`,
  courses: (title) =>
    `Courses triggers are reported by SamCart’s own course app. ${title}’s actions use none of them, so there is nothing to choose.`,
}
