/** Firings waiting for a rule that is switched off end as `rule off`. */
import { Hono } from 'hono'
import { z } from 'zod'
import { recordAudit } from '../../accounts/audit'
import { findRule, switchRule } from '../../rules/store'
import { marketplaceAddress, productAddress } from '../http/address'
import type { Web } from '../http/context'
import { validateForm } from '../http/form'
import { redirect } from '../http/respond'

const activationForm = z.object({ on: z.enum(['yes', 'no']), back: z.literal('list').optional() })

export const activation = new Hono<Web>()

activation.post(
  '/rules/:rule/activation',
  validateForm(activationForm, async (c) => c.notFound()),
  async (c) => {
    const marketplace = c.var.member.marketplace.id
    const { on, back } = c.req.valid('form')
    const rule = await findRule(c.env.DB, marketplace, c.req.param('rule'))
    if (rule === null || !(await switchRule(c.env.DB, marketplace, rule.id, on === 'yes'))) {
      return c.notFound()
    }
    const ended = on === 'yes' ? 0 : await c.env.JOURNAL.getByName(marketplace).ruleOff(rule.id)
    const did = on === 'yes' ? 'switched on' : 'switched off'
    await recordAudit(c.env.DB, { marketplace, person: c.var.person, did, what: `the rule “${rule.name}”` })
    const waiting =
      ended === 0 ? '' : ` ${ended === 1 ? 'One customer' : `${ended} customers`} waited for it no longer.`
    const url =
      back === 'list'
        ? productAddress(marketplaceAddress(c), rule.product)
        : `${marketplaceAddress(c)}/rules/${rule.id}`
    return redirect(c, url, { kind: 'done', text: `“${rule.name}” is ${on === 'yes' ? 'on' : 'off'}.${waiting}` })
  },
)
