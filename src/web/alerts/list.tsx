import { Hono } from 'hono'
import { ChannelList } from '../../../views/alerts/list'
import { findTimeZone } from '../../accounts/time-zone'
import { CHANNELS } from '../../alerts'
import { describeDigest, describeQuiet } from '../../alerts/describe'
import { listChannels } from '../../alerts/store'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'

export const channelList = new Hono<Web>()

channelList.get('/alerts', requireAdmin, async (c) => {
  const { id } = c.var.member.marketplace
  const [channels, overview, zone] = await Promise.all([
    listChannels(c.env.DB, id),
    c.env.JOURNAL.getByName(id).overview(),
    findTimeZone(c.env.DB, id),
  ])
  const rows = channels.map((channel) => ({
    id: channel.id,
    name: channel.name,
    kind: CHANNELS.find(channel.kind)?.title ?? channel.kind,
    shown: channel.shown,
    on: channel.on,
    causes: channel.causes.length,
    quiet: describeQuiet(channel),
    digest: describeDigest(channel),
    problem: overview.failingChannels.find((one) => one.id === channel.id)?.sentence ?? null,
  }))
  const main = <ChannelList base={marketplaceAddress(c)} rows={rows} zone={zone} />
  return renderPage(c, { title: 'Alerts', section: 'Team', main })
})
