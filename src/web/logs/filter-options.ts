import type { Context } from 'hono'
import type { LogChoices } from '../../../views/logs/search-form'
import { listIntegrations } from '../../integrations/store'
import { DONE, FAILED, NOT_YET, NOTHING_TO_DO } from '../../model/outcome'
import { TRIGGER_LABELS, TRIGGERS } from '../../model/trigger'
import { listProducts } from '../../products/store'
import type { Web } from '../http/context'

/** A longer list does not help; the search finds products by name and id. */
const MOST_PRODUCTS = 100

/** @param chosen always offered, however many products there are */
export async function loadFilterOptions(c: Context<Web>, chosen: string): Promise<LogChoices> {
  const marketplace = c.var.member.marketplace.id
  const [products, integrations] = await Promise.all([
    listProducts(c.env.DB, marketplace),
    listIntegrations(c.env.DB, marketplace),
  ])
  const offered = products.filter((product, index) => index < MOST_PRODUCTS || product.id === chosen)
  return {
    outcomes: OUTCOMES_OFFERED,
    triggers: TRIGGERS.map((trigger) => ({ value: trigger, label: TRIGGER_LABELS[trigger] })),
    products: offered.map(({ id, name }) => ({ value: id, label: name })),
    integrations: integrations.map(({ id, name }) => ({ value: id, label: name })),
  }
}

const OUTCOMES_OFFERED = [
  ...group('Failed', 'failed', FAILED),
  ...group('Not yet', null, NOT_YET),
  ...group('Done', 'done', DONE),
  ...group('Nothing to do', 'nothing to do', NOTHING_TO_DO),
]

function group(name: string, all: string | null, outcomes: readonly string[]) {
  const whole = all === null ? [] : [{ value: all, label: `${name} (any)`, group: name }]
  return [...whole, ...outcomes.map((outcome) => ({ value: outcome, label: outcome, group: name }))]
}
