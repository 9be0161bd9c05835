/** New Channel: choose the kind, then where it leads and what it is for. */
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { ChooseChannel } from '../../../views/alerts/choose'
import { EditChannel } from '../../../views/alerts/edit'
import type { FormValues } from '../../../views/parts/form-values'
import { findTimeZone } from '../../accounts/time-zone'
import { CHANNELS } from '../../alerts'
import type { ChannelKind } from '../../alerts/channel/channel'
import { addChannel } from '../../alerts/commands'
import { channelParts } from '../../alerts/parts'
import { marketplaceAddress, publicOrigin } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { formId, newForm, textValues, withError } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'
import { CHOICES, channelFields, findOffered, NEW_VALUES, toRefused, toSettings } from './fields'
import { showChannelSecret } from './secret'

export const newChannel = new Hono<Web>()

newChannel.get('/alerts/new', requireAdmin, (c) => {
  const kind = findOffered(c, c.req.query('kind') ?? '')
  if (kind !== null) {
    return show(c, kind, newForm(NEW_VALUES), 200)
  }
  const kinds = CHANNELS.all.filter((one) => one.isOffered(channelParts(c.env)))
  const main = (
    <ChooseChannel
      base={marketplaceAddress(c)}
      kinds={kinds.map(({ id, title, purpose }) => ({ id, title, purpose }))}
      mails={kinds.some(({ mails }) => mails === true)}
    />
  )
  return renderPage(c, { title: 'New Channel', section: 'Team', main })
})

newChannel.post('/alerts', requireAdmin, async (c) => {
  const kind = findOffered(c, c.req.query('kind') ?? '')
  if (kind === null) {
    return c.notFound()
  }
  const typed = textValues(await c.req.parseBody())
  const parsed = channelFields.and(z.object({ id: formId })).safeParse(typed)
  if (!parsed.success) {
    return show(c, kind, await toRefused(c, kind.id, typed, parsed.error))
  }
  const { id, address } = parsed.data
  const settings = toSettings(parsed.data)
  const added = await addChannel(c.env, authorOf(c), {
    ...settings,
    id,
    kind: kind.id,
    address,
    origin: publicOrigin(c),
  })
  if (!added.ok) {
    const fields = { taken: 'name', 'too many': '', 'no admin': '', 'address refused': 'address' }
    return show(c, kind, withError(typed, fields[added.reason], added.sentence))
  }
  const text = `${settings.name} is saved. Send a test alert to see that it gets through.`
  return added.secret === null
    ? redirect(c, `${marketplaceAddress(c)}/alerts/${id}`, { kind: 'done', text })
    : showChannelSecret(c, { id, name: settings.name, secret: added.secret, said: text })
})

async function show(c: Context<Web>, kind: ChannelKind, filled: FormValues, status: 200 | 422 = 422) {
  const zone = await findTimeZone(c.env.DB, c.var.member.marketplace.id)
  const own = { kind: kind.id, title: kind.title, field: kind.field, choices: CHOICES, zone }
  const main = <EditChannel base={marketplaceAddress(c)} channel={null} {...own} filled={filled} />
  return renderPage(c, { title: 'New Channel', section: 'Team', main }, status)
}
