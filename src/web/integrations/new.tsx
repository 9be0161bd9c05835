/** New Integration: choose the kind, then its name and what the kind asks for; saved only once the other side lets it in. */
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { ChooseKind } from '../../../views/integrations/choose'
import { NewIntegration } from '../../../views/integrations/new'
import type { FormValues } from '../../../views/parts/form-values'
import { KINDS } from '../../integrations'
import { connectIntegration } from '../../integrations/commands'
import type { IntegrationKind } from '../../integrations/kind'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { formId, newForm, textValues, toFilled, withError } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'
import { integrationName, withoutSecret } from './fields'
import { showOwnSecret } from './secret'

export const newIntegration = new Hono<Web>()

newIntegration.get('/integrations/new', requireAdmin, (c) => {
  const base = marketplaceAddress(c)
  const kind = KINDS.find(c.req.query('kind') ?? '')
  if (kind !== null) {
    return show(c, kind, newForm())
  }
  const main = (
    <ChooseKind
      base={base}
      kinds={KINDS.all.map(({ id, title, purpose, form }) => ({ id, title, purpose, before: form.before }))}
    />
  )
  return renderPage(c, { title: 'New Integration', section: 'Integrations', main })
})

newIntegration.post('/integrations', requireAdmin, async (c) => {
  const typed = textValues(await c.req.parseBody())
  const kind = findPosted(c)
  if (kind === null) {
    return c.notFound()
  }
  const parsed = z.object({ id: formId, name: integrationName, ...kind.form.schema(null) }).safeParse(typed)
  if (!parsed.success) {
    return showWrong(c, kind, toFilled(typed, parsed.error))
  }
  const { id, name, ...fields } = parsed.data
  const again = (field: string, text: string) =>
    showWrong(c, kind, withError({ ...typed, ...textValues(fields), id, name }, field, text))
  const read = kind.form.read(fields, null)
  if (!read.ok) {
    return again(read.field, read.sentence)
  }
  const { settings, secret } = read
  const { host } = new URL(c.req.url)
  const made = { id, kind, name, settings, secret: secret ?? '', host }
  const connected = await connectIntegration(c.env, authorOf(c), made)
  if (!connected.ok) {
    const fields = { taken: 'name', 'no admin': '', 'key refused': kind.form.at.secret }
    return again(fields[connected.reason], connected.sentence)
  }
  const { remark } = connected
  const done = remark === undefined ? `${name} is connected.` : `${name} is saved. ${remark}`
  const text = [done, kind.form.connected].filter(Boolean).join(' ')
  if (kind.ownSecret !== undefined && connected.secret !== undefined) {
    return showOwnSecret(c, { own: kind.ownSecret, name, secret: connected.secret, said: text })
  }
  return redirect(c, `${marketplaceAddress(c)}/integrations`, { kind: 'done', text })
})

/** A form that names no kind is of 0.1.0, which had one. */
function findPosted(c: Context<Web>): IntegrationKind | null {
  const named = c.req.query('kind')
  return named === undefined ? (KINDS.all[0] ?? null) : KINDS.find(named)
}

function showWrong(c: Context<Web>, kind: IntegrationKind, filled: FormValues) {
  return show(c, kind, { ...filled, values: withoutSecret(kind, filled.values) }, 422)
}

async function show(
  c: Context<Web>,
  { id, form }: IntegrationKind,
  filled: FormValues,
  status: 200 | 422 = 200,
): Promise<Response> {
  const { lead, before } = form
  const own = { kind: id, lead, before, fields: form.fields(null) }
  const main = <NewIntegration base={marketplaceAddress(c)} {...own} filled={filled} />
  return renderPage(c, { title: 'New Integration', section: 'Integrations', main }, status)
}
