/** Adds what is recommended and missing, one rule or all of them. */
import { Hono } from 'hono'
import { z } from 'zod'
import { recordAudit } from '../../accounts/audit'
import { addRules } from '../../rules/store'
import { baseOf, productAddress } from '../http/address'
import type { Web } from '../http/context'
import { form, formId } from '../http/form'
import { seeOther } from '../http/respond'
import { productName } from './making'
import { missingFor, recommendedRule } from './recommended-view'

const recommendedForm = z.object({ id: formId, product: z.string(), key: z.string() })

export const recommendedRules = new Hono<Web>()

recommendedRules.post(
  '/rules/recommended',
  form(recommendedForm, async (c) => c.notFound()),
  async (c) => {
    const { id, product, key } = c.req.valid('form')
    if ((await productName(c, product)) === null) return c.notFound()
    const marketplace = c.var.member.marketplace.id
    // Judged again now: what was added in another tab is not missing any more.
    const missing = (await missingFor(c, product)).filter((one) => key === 'all' || one.key === key)
    const drafts = missing.map((one) => recommendedRule(one, { id: `${id}-${idOf(one.key)}`, marketplace, product }))
    await addRules(c.env.DB, drafts)
    for (const draft of drafts) {
      await recordAudit(c.env.DB, { marketplace, person: c.var.person, did: 'added', what: `the rule “${draft.name}”` })
    }
    const count = drafts.length === 1 ? 'The rule is on.' : `${drafts.length} rules are on.`
    const text = drafts.length === 0 ? 'Nothing is missing any more.' : count
    return seeOther(c, productAddress(baseOf(c), product), { kind: 'done', text })
  },
)

/** A rule's id holds no blanks. */
function idOf(key: string): string {
  return key.replaceAll(/[^\w.-]+/g, '-')
}
