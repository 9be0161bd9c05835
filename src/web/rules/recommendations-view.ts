import type { Context } from 'hono'
import type { RecommendationsView } from '../../../views/rules/recommendations'
import { listMissing } from '../../attention/missing-rules'
import { KINDS } from '../../integrations'
import { categoryOf, labelTrigger } from '../../model/trigger'
import { defaultName } from '../../rules/naming'
import type { Recommendation } from '../../rules/recommend'
import type { RuleDraft } from '../../rules/store'
import { listRules } from '../../rules/store'
import type { Web } from '../http/context'
import { type Draft, parseDraft, stepAddress } from './draft'

export async function listMissingFor(c: Context<Web>, product: string): Promise<Recommendation[]> {
  const marketplace = c.var.member.marketplace.id
  const [rules, seen] = await Promise.all([
    listRules(c.env.DB, marketplace),
    c.env.JOURNAL.getByName(marketplace).seen(),
  ])
  return listMissing(rules, product, seen)
}

/** @param base the marketplace's address */
export function toRecommendationsView(one: Recommendation, base: string, product: string): RecommendationsView {
  return {
    form: one.needsDays ? stepAddress(base, toRecommendedDraft(one, product), 3) : null,
    key: one.key,
    trigger: labelTrigger(one.trigger),
    action: KINDS.action(one.action).label,
    target: one.target.name,
    integration: one.integrationName,
    why: one.why,
  }
}

/** The rule's own form, with everything but the days. */
function toRecommendedDraft({ integration, trigger, action, target, options }: Recommendation, product: string): Draft {
  return parseDraft({
    product,
    integration,
    action,
    trigger,
    category: categoryOf(trigger),
    q: target.name,
    target: target.id,
    end: options.end.when,
  })
}

export function toRuleDraft(one: Recommendation, row: { id: string; marketplace: string; product: string }): RuleDraft {
  const { integration, trigger, action, target, options } = one
  return { ...row, integration, trigger, action, target, options, name: defaultName(one, KINDS), on: true }
}
