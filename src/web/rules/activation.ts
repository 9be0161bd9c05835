/** Firings waiting for a rule that is switched off end as `rule off`. */
import { Hono } from 'hono'
import * as z from 'zod'
import { findAnyEarlier } from '../../dispatch/earlier-buyers'
import { switchRule } from '../../rules/commands'
import { marketplaceAddress, productAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { validateForm } from '../http/form'
import { showGone } from '../http/gone'
import { redirect } from '../http/respond'

const activationForm = z.object({ on: z.enum(['yes', 'no']), back: z.literal('list').optional() })

export const activation = new Hono<Web>()

activation.post(
  '/rules/:rule/activation',
  validateForm(activationForm, async (c) => c.notFound()),
  async (c) => {
    const { on, back } = c.req.valid('form')
    const switched = await switchRule(c.env, authorOf(c), c.req.param('rule'), on === 'yes')
    if (!switched.ok) {
      return showGone(c, switched.sentence)
    }
    const { rule, ended } = switched
    const waiting =
      ended === 0 ? '' : ` ${ended === 1 ? 'One customer is' : `${ended} customers are`} no longer waiting for it.`
    const earlier = back === 'list' && rule.on ? await findAnyEarlier(c.env, rule).catch(() => null) : null
    const url =
      back === 'list' && !earlier?.buyers
        ? productAddress(marketplaceAddress(c), rule.product)
        : `${marketplaceAddress(c)}/rules/${rule.id}`
    return redirect(c, url, { kind: 'done', text: `“${rule.name}” is ${on === 'yes' ? 'on' : 'off'}.${waiting}` })
  },
)
