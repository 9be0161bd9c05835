/** A new key or site is checked with Thinkific first; then firings that waited for it run. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { EditIntegration } from '../../../views/integrations/edit'
import type { FormValues } from '../../../views/parts/form-values'
import { recordAudit } from '../../accounts/audit'
import { changeIntegration, findIntegration, type Integration } from '../../integrations/store'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { validateForm, wholeNumber, withError } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'
import { findRefusal, sealKey, startRefresh } from './credential'
import { HIGHEST_PACE, integrationName, NAME_TAKEN, siteField, withoutKey } from './fields'
import { loadRefreshView } from './refresh-view'

const editForm = z.object({
  name: integrationName,
  site: siteField,
  key: z.string().default(''),
  pace: wholeNumber('Requests per minute', 1, HIGHEST_PACE),
  welcome: z.literal('on').optional(),
})

export const editIntegration = new Hono<Web>()

editIntegration.get('/integrations/:integration', requireAdmin, async (c) => {
  const found = await findIntegration(c.env.DB, c.var.member.marketplace.id, c.req.param('integration'))
  return found === null ? c.notFound() : show(c, found, { values: toValues(found), errors: {} })
})

editIntegration.post('/integrations/:integration', requireAdmin, validateForm(editForm, showAgain), async (c) => {
  const { name, site, key, pace, welcome } = c.req.valid('form')
  const marketplace = c.var.member.marketplace.id
  const before = await findIntegration(c.env.DB, marketplace, c.req.param('integration'))
  if (before === null) {
    return c.notFound()
  }
  const typed = { name, site, pace: String(pace), ...(welcome ? { welcome } : {}) }
  const again = (field: string, text: string) => show(c, before, withError(typed, field, text), 422)

  const sealed = key.trim() === '' ? null : await sealKey(c.env, before, key)
  if (sealed && !sealed.ok) {
    return again('key', sealed.sentence)
  }
  const changes = { name, site, requestsPerMinute: pace, siteWelcome: welcome === 'on', ...sealed?.columns }
  const asksAgain = sealed !== null || site !== before.site
  if (asksAgain) {
    const refusal = await findRefusal(c.env, { ...before, ...changes })
    if (refusal !== null) {
      return again(sealed === null ? 'site' : 'key', refusal)
    }
  }
  const saved = await changeIntegration(
    c.env.DB,
    marketplace,
    before.id,
    asksAgain ? { ...changes, problem: null } : changes,
  )
  if (saved === 'gone') {
    return c.notFound()
  }
  if (saved === 'taken') {
    return again('name', NAME_TAKEN)
  }
  if (site !== before.site) {
    await noteSiteLeft(c, before)
  }
  await auditEdit(c, asksAgain ? `the credentials of the integration “${name}”` : `the integration “${name}”`)
  if (asksAgain) {
    await welcomeBack(c, { ...before, ...changes })
  }
  return redirect(c, `${marketplaceAddress(c)}/integrations`, { kind: 'done', text: `${name} is saved.` })
})

function auditEdit(c: Context<Web>, what: string): Promise<void> {
  return recordAudit(c.env.DB, { marketplace: c.var.member.marketplace.id, person: c.var.person, did: 'changed', what })
}

/** The old site loses its integration, but its ledger still holds customers, and an erasure must reach it. */
async function noteSiteLeft(c: Context<Web>, { id, marketplace, site }: Integration): Promise<void> {
  await c.env.JOURNAL.getByName(marketplace).left(site)
  await c.env.THINKIFIC_SITE.getByName(site).forget({ integration: id })
}

/** For credentials that work again: refreshes the catalog and releases parked firings. */
async function welcomeBack(c: Context<Web>, integration: Integration): Promise<void> {
  const { id, marketplace } = integration
  await startRefresh(c.env, integration)
  await c.env.JOURNAL.getByName(marketplace).release({ integration: id })
}

async function showAgain(c: Context<Web>, filled: FormValues): Promise<Response> {
  const found = await findIntegration(c.env.DB, c.var.member.marketplace.id, c.req.param('integration') ?? '')
  return found === null ? c.notFound() : show(c, found, filled, 422)
}

async function show(c: Context<Web>, integration: Integration, filled: FormValues, status: 200 | 422 = 200) {
  const refresh = await loadRefreshView(c.env, integration)
  const kept = { ...filled, values: withoutKey(filled.values) }
  const main = (
    <EditIntegration base={marketplaceAddress(c)} integration={integration} refresh={refresh} filled={kept} />
  )
  return renderPage(c, { title: integration.name, section: 'Integrations', main }, status)
}

function toValues({ name, site, requestsPerMinute, siteWelcome }: Integration): Record<string, string> {
  return { name, site: `${site}.thinkific.com`, pace: String(requestsPerMinute), welcome: siteWelcome ? 'on' : '' }
}
