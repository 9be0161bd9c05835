/** Switch a rule off and on; what waits for a rule that is switched off ends `rule off`. */
import { Hono } from 'hono'
import { z } from 'zod'
import { recordAudit } from '../../accounts/audit'
import { findRule, switchRule } from '../../rules/store'
import { baseOf, productAddress } from '../http/address'
import type { Web } from '../http/context'
import { form } from '../http/form'
import { seeOther } from '../http/respond'

const activationForm = z.object({ on: z.enum(['yes', 'no']), back: z.literal('list').optional() })

export const activation = new Hono<Web>()

activation.post(
  '/rules/:rule/activation',
  form(activationForm, async (c) => c.notFound()),
  async (c) => {
    const marketplace = c.var.member.marketplace.id
    const { on, back } = c.req.valid('form')
    const rule = await findRule(c.env.DB, marketplace, c.req.param('rule'))
    if (rule === null || !(await switchRule(c.env.DB, marketplace, rule.id, on === 'yes'))) return c.notFound()
    const ended = on === 'yes' ? 0 : await c.env.JOURNAL.getByName(marketplace).ruleOff(rule.id)
    const did = on === 'yes' ? 'switched on' : 'switched off'
    await recordAudit(c.env.DB, { marketplace, person: c.var.person, did, what: `the rule “${rule.name}”` })
    const waiting =
      ended === 0 ? '' : ` ${ended === 1 ? 'One customer' : `${ended} customers`} waited for it no longer.`
    const url = back === 'list' ? productAddress(baseOf(c), rule.product) : `${baseOf(c)}/rules/${rule.id}`
    return seeOther(c, url, { kind: 'done', text: `“${rule.name}” is ${on === 'yes' ? 'on' : 'off'}.${waiting}` })
  },
)
