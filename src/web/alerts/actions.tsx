/** Send test alert, delete, rotate the secret. */
import { Hono } from 'hono'
import * as z from 'zod'
import { DeleteChannel } from '../../../views/alerts/delete'
import { RotateOwnSecret } from '../../../views/integrations/secret'
import { CHANNELS } from '../../alerts'
import { deleteChannel } from '../../alerts/commands'
import { rotateChannelSecret } from '../../alerts/secret-commands'
import { sendTestAlert } from '../../alerts/test-commands'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { formId, textValues } from '../http/form'
import { showRefusal } from '../http/gone'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'
import { findOwnChannel } from './edit'
import { SIGNING_SECRET, showChannelSecret } from './secret'

export const channelActions = new Hono<Web>()

channelActions.post('/alerts/:channel/tests', requireAdmin, async (c) => {
  const id = c.req.param('channel')
  const tested = await sendTestAlert(c.env, authorOf(c), id)
  const at = `${marketplaceAddress(c)}/alerts/${encodeURIComponent(id)}`
  if (!tested.ok) {
    return showRefusal(c, tested, at)
  }
  const { name, result } = tested
  return redirect(
    c,
    at,
    result.sent
      ? { kind: 'done', text: `A test alert was sent. ${result.sentence}` }
      : { kind: 'failed', text: `The test alert did not reach ${name}: ${result.sentence}` },
  )
})

channelActions.get('/alerts/:channel/delete', requireAdmin, async (c) => {
  const channel = await findOwnChannel(c)
  if (channel === null) {
    return c.notFound()
  }
  const { id, name, shown } = channel
  const main = <DeleteChannel base={marketplaceAddress(c)} channel={{ id, name, shown }} />
  return renderPage(c, { title: `Delete ${name}`, section: 'Team', main })
})

channelActions.post('/alerts/:channel/deletions', requireAdmin, async (c) => {
  const deleted = await deleteChannel(c.env, authorOf(c), c.req.param('channel'))
  const at = `${marketplaceAddress(c)}/alerts`
  if (!deleted.ok) {
    return showRefusal(c, deleted, at)
  }
  return redirect(c, at, { kind: 'done', text: `${deleted.name} is deleted.` })
})

channelActions.get('/alerts/:channel/secrets/rotation', requireAdmin, async (c) => {
  const channel = await findOwnChannel(c)
  if (channel === null || !CHANNELS.find(channel.kind)?.isSigned) {
    return c.notFound()
  }
  const at = `${marketplaceAddress(c)}/alerts/${channel.id}`
  const main = <RotateOwnSecret at={at} name={channel.name} own={SIGNING_SECRET} id={crypto.randomUUID()} />
  return renderPage(c, { title: 'Rotate the signing secret', section: 'Team', main })
})

channelActions.post('/alerts/:channel/secrets', requireAdmin, async (c) => {
  const id = c.req.param('channel')
  const typed = z.object({ id: formId }).safeParse(textValues(await c.req.parseBody()))
  if (!typed.success) {
    return c.notFound()
  }
  const rotated = await rotateChannelSecret(c.env, authorOf(c), id, typed.data.id)
  if (rotated.ok) {
    const { name, secret } = rotated
    return showChannelSecret(c, { id, name, secret, said: `${name} has a new signing secret.` })
  }
  const at = `${marketplaceAddress(c)}/alerts/${encodeURIComponent(id)}`
  return showRefusal(c, rotated, at)
})
