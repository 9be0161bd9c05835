/** Routes are relative to /m/:marketplace; admins only. */
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { RevokeSecret } from '../../../views/webhook/revoke'
import { recordAudit } from '../../accounts/audit'
import { endpointCopyKey } from '../../intake/endpoint'
import {
  addEndpoint,
  findMarketplaceEndpoint,
  listSecrets,
  revokeSecret,
  rotateSecret,
  type SecretKind,
} from '../../intake/store'
import { marketplaceAddress } from '../http/address'
import type { Web } from '../http/context'
import { formId, validateForm } from '../http/form'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'
import { showWebhook } from './page'
import { createSecret, OVERLAP_MS } from './secret'

const KIND_WORDS: Record<SecretKind, string> = { signing: 'signing secret', key: 'key' }
const rotation = z.object({ id: formId, kind: z.enum(['signing', 'key']) })

export const webhook = new Hono<Web>()

webhook.get('/webhook', requireAdmin, (c) => showWebhook(c))

webhook.post('/webhook', requireAdmin, validateForm(z.object({ id: formId }), dropCopy), async (c) => {
  const marketplace = c.var.member.marketplace.id
  if ((await findMarketplaceEndpoint(c.env.DB, marketplace)) !== null) {
    return redirect(c, `${marketplaceAddress(c)}/webhook`)
  }
  const endpoint = { id: c.req.valid('form').id, marketplace, createdAt: Date.now() }
  const made = await Promise.all(
    (['signing', 'key'] as const).map((kind) => {
      const owner = { id: crypto.randomUUID(), marketplace, endpoint: endpoint.id }
      return createSecret(c.env, owner, kind, endpoint.createdAt)
    }),
  )
  const rows = made.map(({ row }) => row)
  if (!(await addEndpoint(c.env.DB, endpoint, rows))) {
    return dropCopy(c)
  }
  await auditSecret(c, 'created', 'the webhook endpoint')
  return showWebhook(c, made)
})

webhook.post('/webhook/secrets', requireAdmin, validateForm(rotation, dropCopy), async (c) => {
  const marketplace = c.var.member.marketplace.id
  const { id, kind } = c.req.valid('form')
  const endpoint = await findMarketplaceEndpoint(c.env.DB, marketplace)
  if (endpoint === null) {
    return c.notFound()
  }
  const now = Date.now()
  if ((await listSecrets(c.env.DB, marketplace, endpoint.id, now)).some((secret) => secret.id === id)) {
    return dropCopy(c)
  }
  const made = await createSecret(c.env, { id, marketplace, endpoint: endpoint.id }, kind, now)
  await rotateSecret(c.env.DB, marketplace, made.row, now + OVERLAP_MS)
  await c.env.COPIES.delete(endpointCopyKey(endpoint.id))
  await auditSecret(c, 'rotated', `the webhook’s ${KIND_WORDS[kind]}`)
  return showWebhook(c, [made])
})

webhook.get('/webhook/secrets/:secret/delete', requireAdmin, async (c) => {
  const found = await buildSecret(c, c.req.param('secret'))
  if (found === null) {
    return c.notFound()
  }
  const main = <RevokeSecret base={marketplaceAddress(c)} secret={found.secret} last={found.last} />
  return renderPage(c, { title: 'Revoke a secret', section: 'Webhook', main })
})

webhook.post('/webhook/secrets/:secret/delete', requireAdmin, async (c) => {
  const found = await buildSecret(c, c.req.param('secret'))
  if (found === null) {
    return c.notFound()
  }
  const { secret } = found
  await revokeSecret(c.env.DB, c.var.member.marketplace.id, secret.endpoint, secret.id)
  await c.env.COPIES.delete(endpointCopyKey(secret.endpoint))
  await auditSecret(c, 'revoked', `a ${KIND_WORDS[secret.kind]} of the webhook`)
  return redirect(c, `${marketplaceAddress(c)}/webhook#secrets`, {
    kind: 'done',
    text: `The ${KIND_WORDS[secret.kind]} is revoked.`,
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
  const text = 'This was done already, and its secret was shown then. Rotate it if you do not have it.'
  return redirect(c, `${marketplaceAddress(c)}/webhook#secrets`, { kind: 'failed', text })
}

function auditSecret(c: Context<Web>, did: string, what: string): Promise<void> {
  return recordAudit(c.env.DB, { marketplace: c.var.member.marketplace.id, person: c.var.person, did, what })
}
