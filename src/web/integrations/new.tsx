/** New Integration: choose Thinkific, then name, site and key; saved only once Thinkific lets it in. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { ChooseKind } from '../../../views/integrations/choose'
import { NewIntegration } from '../../../views/integrations/new'
import type { Filled } from '../../../views/parts/form-values'
import { recordAudit } from '../../accounts/audit'
import { addIntegration, findIntegration, type Integration } from '../../integrations/store'
import { baseOf } from '../http/address'
import type { Web } from '../http/context'
import { form, formId, fresh, wrong } from '../http/form'
import { page, seeOther } from '../http/respond'
import { adminOnly } from '../security/guard'
import { refusalOf, sealedKey, startRefresh } from './credential'
import { integrationName, NAME_TAKEN, PLAIN_PACE, siteField, withoutKey } from './fields'

const newForm = z.object({
  id: formId,
  name: integrationName,
  site: siteField,
  key: z
    .string()
    .default('')
    .refine((key) => key.trim() !== '', { error: 'The API Key is missing.' }),
})

export const newIntegration = new Hono<Web>()

newIntegration.get('/integrations/new', adminOnly, (c) => {
  const base = baseOf(c)
  if (c.req.query('kind') === 'thinkific') return show(c, fresh())
  return page(c, { title: 'New Integration', section: 'Integrations', main: <ChooseKind base={base} /> })
})

newIntegration.post('/integrations', adminOnly, form(newForm, showWrong), async (c) => {
  const { id, name, site, key } = c.req.valid('form')
  const marketplace = c.var.member.marketplace.id
  const again = (field: string, text: string) => showWrong(c, wrong({ id, name, site }, field, text))

  const sealed = await sealedKey(c.env, { marketplace, id }, key)
  if (!sealed.ok) return again('key', sealed.sentence)
  const integration: Integration = {
    ...{ id, marketplace, kind: 'thinkific', name, site, ...sealed.columns },
    ...{
      requestsPerMinute: PLAIN_PACE,
      siteWelcome: false,
      problem: null,
      createdAt: Date.now(),
      updatedAt: Date.now(),
    },
  }
  const known = await findIntegration(c.env.DB, marketplace, id)
  if (known === null) {
    const refusal = await refusalOf(c.env, integration)
    if (refusal !== null) return again('key', refusal)
    if ((await addIntegration(c.env.DB, integration)) !== 'saved') return again('name', NAME_TAKEN)
    await startRefresh(c.env, integration)
    const what = `the integration “${name}” (${site}.thinkific.com)`
    await recordAudit(c.env.DB, { marketplace, person: c.var.person, did: 'added', what })
  }
  const text = `${name} is connected. Its courses and bundles are being fetched.`
  return seeOther(c, `${baseOf(c)}/integrations`, { kind: 'done', text })
})

function showWrong(c: Context<Web>, filled: Filled) {
  return show(c, { ...filled, values: withoutKey(filled.values) }, 422)
}

async function show(c: Context<Web>, filled: Filled, status: 200 | 422 = 200): Promise<Response> {
  const main = <NewIntegration base={baseOf(c)} filled={filled} />
  return page(c, { title: 'New Integration', section: 'Integrations', main }, status)
}
