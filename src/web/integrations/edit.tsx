/** Edit an integration. A new credential or site is asked about first; what waited for a working one then runs. */
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { EditIntegration } from '../../../views/integrations/edit'
import { Reconnect } from '../../../views/integrations/reconnect'
import type { FormValues } from '../../../views/parts/form-values'
import { KINDS } from '../../integrations'
import { stampIntegration, toConnection } from '../../integrations/connection'
import type { IntegrationKind } from '../../integrations/kind'
import { isReconcilable } from '../../integrations/reconcilers'
import { changeIntegration } from '../../integrations/settings-commands'
import { findIntegration, INTEGRATION_GONE, type Integration, listIntegrations } from '../../integrations/store'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { textValues, toFilled, withError } from '../http/form'
import { showGone } from '../http/gone'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'
import { showEndedHolds } from './ended-holds'
import { integrationName, withoutSecret } from './fields'
import { loadRefreshView } from './refresh-view'

export const editIntegration = new Hono<Web>()

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
  const madeFrom = stampIntegration(row)
  const values = { name: row.name, madeFrom, ...(settings === null ? {} : kind.form.values(settings)) }
  return show(c, edited, { values, errors: {} })
})

editIntegration.post('/integrations/:integration', requireAdmin, async (c) => {
  const edited = await findEdited(c)
  if (edited === null) {
    return showGone(c, INTEGRATION_GONE)
  }
  const { kind, row, settings: now } = edited
  const typed = textValues(await c.req.parseBody())
  const parsed = z.object({ name: integrationName, ...kind.form.schema(now) }).safeParse(typed)
  if (!parsed.success) {
    return show(c, edited, toFilled(typed, parsed.error), 422)
  }
  const { name, ...own } = parsed.data
  const again = (field: string, text: string) =>
    show(c, edited, withError({ ...typed, ...textValues(own), name }, field, text), 422)
  const read = kind.form.read(own, now)
  if (!read.ok) {
    return again(read.field, read.sentence)
  }
  const { settings, secret } = read
  const { madeFrom = '' } = typed
  const { host } = new URL(c.req.url)
  const changed = await changeIntegration(c.env, authorOf(c), row.id, { name, settings, secret, madeFrom, host })
  if (changed.ok) {
    const text = [`${name} is saved.`, changed.remark, describeReleased(changed.released)].filter(Boolean).join(' ')
    return redirect(c, `${marketplaceAddress(c)}/integrations`, { kind: 'done', text })
  }
  if (changed.reason === 'changed meanwhile') {
    const now = (await findEdited(c)) ?? edited
    const values = { ...typed, ...textValues(own), name, madeFrom: stampIntegration(now.row) }
    return show(c, now, withError(values, '', changed.sentence), 422)
  }
  const fields = {
    taken: 'name',
    'no admin': '',
    'key refused': kind.form.at.secret,
    'site refused': kind.form.at.site,
  }
  return changed.reason === 'gone' ? showGone(c, changed.sentence) : again(fields[changed.reason], changed.sentence)
})

/** Null where there is none, or none of a kind this version has. */
async function findEdited(c: Context<Web>): Promise<Edited | null> {
  const row = await findIntegration(c.env.DB, c.var.member.marketplace.id, c.req.param('integration') ?? '')
  const kind = row && KINDS.find(row.kind)
  return row && kind && { kind, row, settings: toConnection(row).settings }
}

function show(c: Context<Web>, edited: Edited, filled: FormValues, status: 200 | 422 = 200) {
  const { kind, row, settings } = edited
  const kept = { ...filled, values: withoutSecret(kind, filled.values) }
  const asksForKey = c.req.query('reconnect') !== undefined && kind.ownSecret === undefined
  const key = asksForKey ? kind.form.fields(settings).find(({ name }) => name === kind.form.at.secret) : undefined
  if (key === undefined) {
    return showAll(c, edited, kept, status)
  }
  const shown = { base: marketplaceAddress(c), integration: row, before: kind.form.before, filled: kept }
  const main = <Reconnect {...shown} field={key} />
  return renderPage(c, { title: `Reconnect ${row.name}`, section: 'Integrations', main }, status)
}

async function showAll(c: Context<Web>, { kind, row, settings }: Edited, filled: FormValues, status: 200 | 422) {
  const { id: marketplace } = c.var.member.marketplace
  const [refresh, all, facts, remark] = await Promise.all([
    loadRefreshView(c.env, row),
    listIntegrations(c.env.DB, marketplace),
    // Without the journal or the site the page only lacks what they say.
    c.env.JOURNAL.getByName(marketplace)
      .overview()
      .catch(() => ({})),
    kind.remark?.(c.env, toConnection(row)).catch(() => null) ?? null,
  ])
  const { form, catalog, ownSecret } = kind
  const own = {
    holds: showEndedHolds(marketplaceAddress(c), facts, [row], all),
    remark,
    fields: form.fields(settings),
    before: form.before,
    mapped: catalog !== undefined,
    reconciled: isReconcilable(row),
    secret: ownSecret?.title ?? null,
  }
  const main = (
    <EditIntegration base={marketplaceAddress(c)} integration={row} refresh={refresh} filled={filled} {...own} />
  )
  return renderPage(c, { title: row.name, section: 'Integrations', main }, status)
}

function describeReleased(released: number): string {
  if (released === 0) {
    return ''
  }
  return released === 1 ? 'One waiting entry is running now.' : `${released} waiting entries are running now.`
}
