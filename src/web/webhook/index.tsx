/** Routes are relative to /m/:marketplace; admins only. */
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { RevokeSecret, RotateSecret } from '../../../views/webhook/secret-changes'
import { createEndpoint, revokeSecret, rotateSecret } from '../../intake/endpoint-commands'
import { findMarketplaceEndpoint, listSecrets, SECRET_WORDS } from '../../intake/store'
import { forgetWord } from '../../intake/word-commands'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { formId, textValues, validateForm } from '../http/form'
import { showGone, showRefusal } from '../http/gone'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'
import { delinquency } from './delinquency'
import { showActivity, showRecipe, showSamCart, showSecrets, showSenders } from './page'

const rotation = z.object({ id: formId, kind: z.enum(['signing', 'key']) })

export const webhook = new Hono<Web>().route('/', delinquency)

webhook.get('/webhook', requireAdmin, (c) => showSamCart(c))

webhook.get('/webhook/senders', requireAdmin, (c) => showSenders(c))

webhook.get('/webhook/secrets', requireAdmin, (c) => showSecrets(c))

webhook.get('/webhook/activity', requireAdmin, (c) => showActivity(c))

webhook.get('/webhook/recipes/:recipe', requireAdmin, (c) => showRecipe(c))

webhook.post('/webhook/words/deletions', requireAdmin, async (c) => {
  const { format = '', word = '' } = textValues(await c.req.parseBody())
  const forgotten = await forgetWord(c.env, authorOf(c), { format, word })
  const text = 'From now on, posts with this word are “not understood” again. Earlier ones stay as they are.'
  const at = `${marketplaceAddress(c)}/webhook/activity#words`
  return redirect(c, at, forgotten.ok ? { kind: 'done', text } : { kind: 'failed', text: forgotten.sentence })
})

webhook.post('/webhook/endpoints', requireAdmin, validateForm(z.object({ id: formId }), dropCopy), async (c) => {
  const created = await createEndpoint(c.env, authorOf(c), c.req.valid('form').id)
  if (created.ok) {
    return showSecrets(c, created.secrets)
  }
  if (created.reason === 'no admin') {
    return refuse(c, created.sentence)
  }
  return created.reason === 'exists' ? redirect(c, `${marketplaceAddress(c)}/webhook`) : dropCopy(c)
})

webhook.post('/webhook/secrets', requireAdmin, validateForm(rotation, dropCopy), async (c) => {
  const rotated = await rotateSecret(c.env, authorOf(c), c.req.valid('form'))
  if (rotated.ok) {
    return showSecrets(c, [rotated.secret])
  }
  if (rotated.reason === 'too many' || rotated.reason === 'no admin') {
    return refuse(c, rotated.sentence)
  }
  return rotated.reason === 'no endpoint' ? showGone(c, rotated.sentence) : dropCopy(c)
})

webhook.get('/webhook/secrets/rotation', requireAdmin, (c) => {
  const kind = c.req.query('kind') === 'key' ? 'key' : 'signing'
  const main = <RotateSecret base={marketplaceAddress(c)} kind={kind} id={crypto.randomUUID()} />
  return renderPage(c, { title: 'Rotate a secret', section: 'Webhook', main })
})

webhook.get('/webhook/secrets/:secret/delete', requireAdmin, async (c) => {
  const found = await buildSecret(c, c.req.param('secret'))
  if (found === null) {
    return c.notFound()
  }
  const main = <RevokeSecret base={marketplaceAddress(c)} secret={found.secret} last={found.last} />
  return renderPage(c, { title: 'Revoke a secret', section: 'Webhook', main })
})

webhook.post('/webhook/secrets/:secret/revocations', requireAdmin, async (c) => {
  const revoked = await revokeSecret(c.env, authorOf(c), c.req.param('secret'))
  if (!revoked.ok) {
    return showRefusal(c, revoked, `${marketplaceAddress(c)}/webhook/secrets`)
  }
  return redirect(c, `${marketplaceAddress(c)}/webhook/secrets`, {
    kind: 'done',
    text: `The ${SECRET_WORDS[revoked.kind]} is revoked.`,
  })
})

/** `last`: no other secret of its kind is valid. */
async function buildSecret(c: Context<Web>, id: string) {
  const { id: marketplace } = c.var.member.marketplace
  const endpoint = await findMarketplaceEndpoint(c.env.DB, marketplace)
  const secrets = endpoint === null ? [] : await listSecrets(c.env.DB, marketplace, endpoint.id, Date.now())
  const secret = secrets.find((one) => one.id === id)
  if (secret === undefined) {
    return null
  }
  return { secret, last: secrets.filter((one) => one.kind === secret.kind).length === 1 }
}

/** The form was already submitted; its secret is not shown again. */
async function dropCopy(c: Context<Web>): Promise<Response> {
  const text = 'This was already done, and the secret was shown then. Rotate it if you do not have it.'
  return refuse(c, text)
}

function refuse(c: Context<Web>, text: string) {
  return redirect(c, `${marketplaceAddress(c)}/webhook/secrets`, { kind: 'failed', text })
}
