/** Edit an integration. A new credential or site is asked about first; what waited for a working one then runs. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { EditIntegration } from '../../../views/integrations/edit'
import type { FormValues } from '../../../views/parts/form-values'
import { recordAudit } from '../../accounts/audit'
import { KINDS } from '../../integrations'
import { toConnection, toSettingsColumns } from '../../integrations/connection'
import type { IntegrationKind } from '../../integrations/kind'
import { changeIntegration, findIntegration, type Integration } from '../../integrations/store'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { textValues, toFilled, withError } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'
import { findRefusal, sealSecret, startRefresh } from './credential'
import { integrationName, NAME_TAKEN, withoutSecret } from './fields'
import { loadRefreshView } from './refresh-view'

export const editIntegration = new Hono<Web>()

/** What an address names, as its form shows it. */
interface Edited {
  kind: IntegrationKind
  row: Integration
  /** Null where they cannot be read: the form is then as empty as a new one's. */
  settings: object | null
}

editIntegration.get('/integrations/:integration', requireAdmin, async (c) => {
  const edited = await findEdited(c)
  if (edited === null) {
    return c.notFound()
  }
  const { kind, row, settings } = edited
  const values = { name: row.name, ...(settings === null ? {} : kind.form.values(settings)) }
  return show(c, edited, { values, errors: {} })
})

editIntegration.post('/integrations/:integration', requireAdmin, async (c) => {
  const marketplace = c.var.member.marketplace.id
  const edited = await findEdited(c)
  if (edited === null) {
    return c.notFound()
  }
  const { kind, row: before, settings } = edited
  const typed = textValues(await c.req.parseBody())
  const parsed = z.object({ name: integrationName, ...kind.form.schema(settings) }).safeParse(typed)
  if (!parsed.success) {
    return show(c, edited, toFilled(typed, parsed.error), 422)
  }
  const { name, ...own } = parsed.data
  const again = (field: string, text: string) =>
    show(c, edited, withError({ ...typed, ...textValues(own), name }, field, text), 422)

  const read = kind.form.read(own, settings)
  if (!read.ok) {
    return again(read.field, read.sentence)
  }
  const { secret } = read
  const sealed = secret === null ? {} : { sealedCredential: await sealSecret(c.env, before, secret) }
  const changes = { name, ...toSettingsColumns(kind, read.settings, before.id), ...sealed }
  const asksAgain = secret !== null || settings === null || changes.site !== before.site
  if (asksAgain) {
    const refusal = await findRefusal(c.env, { ...before, ...changes })
    if (refusal !== null) {
      return again(secret === null ? kind.form.at.site : kind.form.at.secret, refusal)
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
  if (changes.site !== before.site) {
    await noteSiteLeft(c, edited)
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

/** The site before keeps no way in; its ledger goes on knowing who bought, and an erasure must find the way there. */
async function noteSiteLeft(c: Context<Web>, { kind, row }: Edited): Promise<void> {
  if (kind.ledger !== undefined) {
    await c.env.JOURNAL.getByName(row.marketplace).left(row.site)
  }
  await kind.forget(c.env, toConnection(row), 'moved')
}

/** For credentials that work again: refreshes the catalog and releases parked firings. */
async function welcomeBack(c: Context<Web>, integration: Integration): Promise<void> {
  const { id, marketplace } = integration
  await startRefresh(c.env, integration)
  await c.env.JOURNAL.getByName(marketplace).release({ integration: id })
}

/** Null where there is none, or none of a kind this version has. */
async function findEdited(c: Context<Web>): Promise<Edited | null> {
  const row = await findIntegration(c.env.DB, c.var.member.marketplace.id, c.req.param('integration') ?? '')
  const kind = row && KINDS.find(row.kind)
  return row && kind && { kind, row, settings: toConnection(row).settings }
}

async function show(c: Context<Web>, { kind, row, settings }: Edited, filled: FormValues, status: 200 | 422 = 200) {
  const refresh = await loadRefreshView(c.env, row)
  const kept = { ...filled, values: withoutSecret(kind, filled.values) }
  const { form, catalog } = kind
  const own = { fields: form.fields(settings), before: form.before, mapped: catalog !== undefined }
  const main = (
    <EditIntegration base={marketplaceAddress(c)} integration={row} refresh={refresh} filled={kept} {...own} />
  )
  return renderPage(c, { title: row.name, section: 'Integrations', main }, status)
}
