import { Hono } from 'hono'
import * as z from 'zod'
import { duplicateRule } from '../../rules/add-commands'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { formId, validateForm } from '../http/form'
import { showGone } from '../http/gone'
import { redirect } from '../http/respond'

export const duplicateRulePage = new Hono<Web>()

duplicateRulePage.post(
  '/rules/:rule/copies',
  validateForm(z.object({ id: formId }), async (c) => c.notFound()),
  async (c) => {
    const { id } = c.req.valid('form')
    const duplicated = await duplicateRule(c.env, authorOf(c), c.req.param('rule'), id)
    if (!duplicated.ok) {
      return showGone(c, duplicated.sentence)
    }
    const text = 'This is the copy. It is off: change it, then switch it on.'
    return redirect(c, `${marketplaceAddress(c)}/rules/${id}`, { kind: 'done', text })
  },
)
