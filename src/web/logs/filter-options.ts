import type { Context } from 'hono'
import type { LogChoices } from '../../../views/logs/search-form'
import { KINDS } from '../../integrations'
import { listIntegrations } from '../../integrations/store'
import type { Action } from '../../model/action'
import {
  DONE,
  describeOutcome,
  FAILED,
  NEEDS_A_PERSON,
  NOT_YET,
  NOTHING_TO_DO,
  type Outcome,
} from '../../model/outcome'
import { isCourseTrigger, labelTrigger, TRIGGER_CATEGORIES, TRIGGERS } from '../../model/trigger'
import { listProducts } from '../../products/store'
import type { Web } from '../http/context'
import { nameSites } from '../integrations/kind-names'

/** A longer list does not help; the search finds products by name and id. */
const MOST_PRODUCTS = 100

/** @param chosen always offered, however many products there are */
export async function loadFilterOptions(c: Context<Web>, chosen: string): Promise<LogChoices> {
  const marketplace = c.var.member.marketplace.id
  const [products, integrations, seen] = await Promise.all([
    listProducts(c.env.DB, marketplace),
    listIntegrations(c.env.DB, marketplace),
    c.env.JOURNAL.getByName(marketplace).seen(),
  ])
  const courses = seen.triggers.map(({ id }) => id).filter(isCourseTrigger)
  const listens = integrations.some(({ kind }) => KINDS.find(kind)?.actions.some(usesAccess))
  const access = listens ? TRIGGER_CATEGORIES.access.triggers : []
  const offered = products.filter((product, index) => index < MOST_PRODUCTS || product.id === chosen)
  return {
    outcomes: listOutcomes(integrations.length === 0 ? null : nameSites(integrations)),
    triggers: [...TRIGGERS, ...courses.toSorted(), ...access].map((trigger) => ({
      value: trigger,
      label: labelTrigger(trigger),
    })),
    products: offered.map(({ id, name }) => ({ value: id, label: name })),
    integrations: integrations.map(({ id, name }) => ({ value: id, label: name })),
  }
}

function usesAccess({ categories }: Action): boolean {
  return categories.includes('access')
}

function listOutcomes(by: string | null) {
  const group = (name: string, all: string | null, outcomes: readonly Outcome[]) => {
    const whole = all === null ? [] : [{ value: all, label: `${name} (any)`, group: name }]
    const each = outcomes.map((outcome) => ({ value: outcome, label: describeOutcome(outcome, by), group: name }))
    return [...whole, ...each]
  }
  return [
    ...group('Failed', 'failed', FAILED),
    ...group('Needs a person', null, NEEDS_A_PERSON),
    ...group('Not yet', null, NOT_YET),
    ...group('Done', 'done', DONE),
    ...group('Nothing to do', 'nothing to do', NOTHING_TO_DO),
  ]
}
