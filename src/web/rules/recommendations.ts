import { Hono } from 'hono'
import * as z from 'zod'
import { addRecommendedRules } from '../../rules/add-commands'
import { RULE_WITHOUT_PRODUCT } from '../../rules/describe'
import { marketplaceAddress, productAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { formId, validateForm } from '../http/form'
import { showGone } from '../http/gone'
import { redirect } from '../http/respond'
import { listMissingFor, toRuleDraft } from './recommendations-view'
import { describeProduct } from './wizard'

const recommendedForm = z.object({ id: formId, product: z.string(), key: z.string() })

export const ruleRecommendations = new Hono<Web>()

ruleRecommendations.post(
  '/rules/recommendations',
  validateForm(recommendedForm, async (c) => c.notFound()),
  async (c) => {
    const { id, product, key } = c.req.valid('form')
    if ((await describeProduct(c, product)) === null) {
      return showGone(c, RULE_WITHOUT_PRODUCT)
    }
    const marketplace = c.var.member.marketplace.id
    // Checked again, since another tab may have added some.
    const missing = (await listMissingFor(c, product)).filter(
      (one) => !one.needsDays && (key === 'all' || one.key === key),
    )
    const drafts = missing.map((one) =>
      toRuleDraft(one, { id: `${id}-${recommendationId(one.key)}`, marketplace, product }),
    )
    const added = await addRecommendedRules(c.env, authorOf(c), drafts)
    if (!added.ok) {
      return showGone(c, added.sentence)
    }
    const count = drafts.length === 1 ? 'Rule added.' : `${drafts.length} rules added.`
    const text = drafts.length === 0 ? 'No recommended rule is missing now.' : count
    return redirect(c, productAddress(marketplaceAddress(c), product), { kind: 'done', text })
  },
)

/** Rule ids contain no spaces. */
function recommendationId(key: string): string {
  return key.replaceAll(/[^\w.-]+/g, '-')
}
