/** The copy is off, since two identical rules would only double every log entry. */
import { Hono } from 'hono'
import { z } from 'zod'
import { recordAudit } from '../../accounts/audit'
import { RULE_NAME_CHARACTERS } from '../../rules/naming'
import { addRules, findRule } from '../../rules/store'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { formId, validateForm } from '../http/form'
import { redirect } from '../http/respond'

export const duplicateRule = new Hono<Web>()

duplicateRule.post(
  '/rules/:rule/copies',
  validateForm(z.object({ id: formId }), async (c) => c.notFound()),
  async (c) => {
    const marketplace = c.var.member.marketplace.id
    const { id } = c.req.valid('form')
    const rule = await findRule(c.env.DB, marketplace, c.req.param('rule'))
    if (rule === null) {
      return c.notFound()
    }
    await addRules(c.env.DB, [{ ...rule, id, name: nameCopy(rule.name), on: false }])
    await recordAudit(c.env.DB, {
      marketplace,
      person: c.var.person,
      did: 'duplicated',
      what: `the rule “${rule.name}”`,
    })
    const text = 'This is the copy. It is off until you have changed it and switch it on.'
    return redirect(c, `${marketplaceAddress(c)}/rules/${id}`, { kind: 'done', text })
  },
)

function nameCopy(name: string): string {
  const ending = ' (copy)'
  return [...name].slice(0, RULE_NAME_CHARACTERS - ending.length).join('') + ending
}
