import { Hono } from 'hono'
import { dismissAnnouncement } from '../../accounts/announcement-commands'
import { ANNOUNCEMENTS } from '../../accounts/announcements'
import { stopGivingBack } from '../../rules/give-back-commands'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { redirect } from '../http/respond'

export const announcements = new Hono<Web>()

announcements.post('/overview/announcements/give-back/switch-off', async (c) => {
  await stopGivingBack(c.env, authorOf(c))
  const text = 'No rule gives access back now. Each rule’s page switches it on again.'
  return redirect(c, `${marketplaceAddress(c)}/overview`, { kind: 'done', text })
})

announcements.post('/overview/announcements/:announcement/dismissals', async (c) => {
  const one = ANNOUNCEMENTS.find((known) => known === c.req.param('announcement'))
  if (one === undefined) {
    return c.notFound()
  }
  await dismissAnnouncement(c.env, authorOf(c), one)
  return redirect(c, `${marketplaceAddress(c)}/overview`)
})
