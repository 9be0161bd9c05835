/** Saved only once Thinkific accepts the credential. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { ChooseKind } from '../../../views/integrations/choose'
import { NewIntegration } from '../../../views/integrations/new'
import type { FormValues } from '../../../views/parts/form-values'
import { recordAudit } from '../../accounts/audit'
import { addIntegration, findIntegration, type Integration } from '../../integrations/store'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { formId, newForm, validateForm, withError } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'
import { findRefusal, sealKey, startRefresh } from './credential'
import { DEFAULT_PACE, integrationName, NAME_TAKEN, siteField, withoutKey } from './fields'

const integrationForm = z.object({
  id: formId,
  name: integrationName,
  site: siteField,
  key: z
    .string()
    .default('')
    .refine((key) => key.trim() !== '', { error: 'The API Key is missing.' }),
})

export const newIntegration = new Hono<Web>()

newIntegration.get('/integrations/new', requireAdmin, (c) => {
  const base = marketplaceAddress(c)
  if (c.req.query('kind') === 'thinkific') {
    return show(c, newForm())
  }
  return renderPage(c, { title: 'New Integration', section: 'Integrations', main: <ChooseKind base={base} /> })
})

newIntegration.post('/integrations', requireAdmin, validateForm(integrationForm, showWrong), async (c) => {
  const { id, name, site, key } = c.req.valid('form')
  const marketplace = c.var.member.marketplace.id
  const again = (field: string, text: string) => showWrong(c, withError({ id, name, site }, field, text))

  const sealed = await sealKey(c.env, { marketplace, id }, key)
  if (!sealed.ok) {
    return again('key', sealed.sentence)
  }
  const integration: Integration = {
    ...{ id, marketplace, kind: 'thinkific', name, site, ...sealed.columns },
    ...{
      requestsPerMinute: DEFAULT_PACE,
      siteWelcome: false,
      problem: null,
      createdAt: Date.now(),
      updatedAt: Date.now(),
    },
  }
  const known = await findIntegration(c.env.DB, marketplace, id)
  if (known === null) {
    const refusal = await findRefusal(c.env, integration)
    if (refusal !== null) {
      return again('key', refusal)
    }
    if ((await addIntegration(c.env.DB, integration)) !== 'saved') {
      return again('name', NAME_TAKEN)
    }
    await startRefresh(c.env, integration)
    const what = `the integration “${name}” (${site}.thinkific.com)`
    await recordAudit(c.env.DB, { marketplace, person: c.var.person, did: 'added', what })
  }
  const text = `${name} is connected. Its courses and bundles are being fetched.`
  return redirect(c, `${marketplaceAddress(c)}/integrations`, { kind: 'done', text })
})

function showWrong(c: Context<Web>, filled: FormValues) {
  return show(c, { ...filled, values: withoutKey(filled.values) }, 422)
}

async function show(c: Context<Web>, filled: FormValues, status: 200 | 422 = 200): Promise<Response> {
  const main = <NewIntegration base={marketplaceAddress(c)} filled={filled} />
  return renderPage(c, { title: 'New Integration', section: 'Integrations', main }, status)
}
