import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { EditChannel } from '../../../views/alerts/edit'
import type { FormValues } from '../../../views/parts/form-values'
import { findTimeZone } from '../../accounts/time-zone'
import { CHANNELS } from '../../alerts'
import { changeChannel } from '../../alerts/settings-commands'
import { CHANNEL_GONE, type Channel, findChannel, stampChannel } from '../../alerts/store'
import { marketplaceAddress, publicOrigin } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { madeFrom, textValues, toFilled, withError } from '../http/form'
import { showGone } from '../http/gone'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'
import { CHOICES, channelFields, toSettings, toValues } from './fields'
import { showChannelSecret } from './secret'

export const editChannel = new Hono<Web>()

editChannel.get('/alerts/:channel', requireAdmin, async (c) => {
  const channel = await findOwnChannel(c)
  if (channel === null) {
    return c.notFound()
  }
  return show(c, channel, { values: { ...toValues(channel), madeFrom: stampChannel(channel) }, errors: {} }, 200)
})

editChannel.post('/alerts/:channel', requireAdmin, async (c) => {
  const channel = await findOwnChannel(c)
  if (channel === null) {
    return showGone(c, CHANNEL_GONE)
  }
  const typed = textValues(await c.req.parseBody())
  const parsed = channelFields.and(z.object({ madeFrom })).safeParse(typed)
  if (!parsed.success) {
    return show(c, channel, toFilled(typed, parsed.error))
  }
  const { address, madeFrom: stamp } = parsed.data
  const settings = toSettings(parsed.data)
  const change = { ...settings, address: address.trim(), origin: publicOrigin(c), madeFrom: stamp }
  const changed = await changeChannel(c.env, authorOf(c), channel.id, change)
  if (changed.ok) {
    const { name } = settings
    const text = `${name} is saved.`
    if (changed.secret !== null) {
      const said = `${text} Its old signing secret could not be opened, so it has a new one.`
      return showChannelSecret(c, { id: channel.id, name, secret: changed.secret, said })
    }
    return redirect(c, `${marketplaceAddress(c)}/alerts`, { kind: 'done', text })
  }
  if (changed.reason === 'changed meanwhile') {
    const now = (await findOwnChannel(c)) ?? channel
    return show(c, now, withError({ ...typed, madeFrom: stampChannel(now) }, '', changed.sentence))
  }
  const fields = { taken: 'name', 'no admin': '', 'address refused': 'address' }
  return changed.reason === 'gone'
    ? showGone(c, changed.sentence)
    : show(c, channel, withError(typed, fields[changed.reason], changed.sentence))
})

export function findOwnChannel(c: Context<Web>): Promise<Channel | null> {
  return findChannel(c.env.DB, c.var.member.marketplace.id, c.req.param('channel') ?? '')
}

async function show(c: Context<Web>, channel: Channel, filled: FormValues, status: 200 | 422 = 422) {
  const kind = CHANNELS.find(channel.kind)
  const { marketplace } = c.var.member
  const [zone, overview] = await Promise.all([
    findTimeZone(c.env.DB, marketplace.id),
    // Without the journal the page only lacks this.
    c.env.JOURNAL.getByName(marketplace.id)
      .overview()
      .catch(() => null),
  ])
  const problem = overview?.failingChannels.find(({ id }) => id === channel.id)?.sentence ?? null
  const { id, name, shown, on } = channel
  const main = (
    <EditChannel
      base={marketplaceAddress(c)}
      channel={{ id, name, shown, on, problem, isSigned: kind?.isSigned === true }}
      kind={channel.kind}
      title={kind?.title ?? channel.kind}
      field={kind?.field ?? null}
      choices={CHOICES}
      zone={zone}
      filled={filled}
    />
  )
  return renderPage(c, { title: name, section: 'Team', main }, status)
}
