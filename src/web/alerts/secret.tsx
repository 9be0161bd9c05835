import type { Context } from 'hono'
import { ShowOwnSecret } from '../../../views/integrations/secret'
import { OVERLAP_HOURS } from '../../integrations/signed-post/signing-secret'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { renderPage } from '../http/respond'

export const SIGNING_SECRET = {
  title: 'Signing secret',
  hint: 'Give this to the receiver, which uses it to verify the signature of each alert (Standard Webhooks).',
  overlapHours: OVERLAP_HOURS,
}

/** @param made where it is shown once */
export function showChannelSecret(c: Context<Web>, made: { id: string; name: string; secret: string; said: string }) {
  const { id, ...shown } = made
  const alerts = { label: 'Alerts', href: `${marketplaceAddress(c)}/alerts` }
  const back = `${alerts.href}/${id}`
  const main = <ShowOwnSecret back={back} crumb={alerts} own={SIGNING_SECRET} {...shown} />
  return renderPage(c, { title: SIGNING_SECRET.title, section: 'Team', main })
}
