/** An integration's own secret: shown once as it is made, and rotated. */
import { type Context, Hono } from 'hono'
import * as z from 'zod'
import { RotateOwnSecret, ShowOwnSecret } from '../../../views/integrations/secret'
import { KINDS } from '../../integrations'
import type { OwnSecret } from '../../integrations/kind'
import { rotateOwnSecret } from '../../integrations/secret-commands'
import { findIntegration, INTEGRATION_GONE } from '../../integrations/store'
import { marketplaceAddress } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { formId, textValues } from '../http/form'
import { showGone, showRefusal } from '../http/gone'
import { renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'

export const integrationSecret = new Hono<Web>()

integrationSecret.get('/integrations/:integration/secrets/rotation', requireAdmin, async (c) => {
  const found = await findOwn(c)
  if (found === null) {
    return c.notFound()
  }
  const { own, id, name } = found
  const at = `${marketplaceAddress(c)}/integrations/${id}`
  const main = <RotateOwnSecret at={at} name={name} own={describe(own)} id={crypto.randomUUID()} />
  return renderPage(c, { title: `Rotate the ${own.title.toLowerCase()}`, section: 'Integrations', main })
})

integrationSecret.post('/integrations/:integration/secrets', requireAdmin, async (c) => {
  const found = await findOwn(c)
  const typed = z.object({ id: formId }).safeParse(textValues(await c.req.parseBody()))
  if (found === null || !typed.success) {
    return found === null ? showGone(c, INTEGRATION_GONE) : c.notFound()
  }
  const { own, id, name } = found
  const rotated = await rotateOwnSecret(c.env, authorOf(c), id, typed.data.id)
  if (rotated.ok) {
    const said = `${name} has a new ${own.title.toLowerCase()}.`
    return showOwnSecret(c, { own, name, secret: rotated.secret, said })
  }
  const at = `${marketplaceAddress(c)}/integrations/${id}`
  return showRefusal(c, rotated, at)
})

export function showOwnSecret(
  c: Context<Web>,
  { own, name, secret, said }: { own: OwnSecret; name: string; secret: string; said: string },
): Response | Promise<Response> {
  const back = `${marketplaceAddress(c)}/integrations`
  const main = (
    <ShowOwnSecret
      back={back}
      crumb={{ label: 'Integrations', href: back }}
      name={name}
      said={said}
      own={describe(own)}
      secret={secret}
    />
  )
  return renderPage(c, { title: own.title, section: 'Integrations', main })
}

async function findOwn(c: Context<Web>): Promise<{ own: OwnSecret; id: string; name: string } | null> {
  const row = await findIntegration(c.env.DB, c.var.member.marketplace.id, c.req.param('integration') ?? '')
  const own = row && KINDS.find(row.kind)?.ownSecret
  return row && own ? { own, id: row.id, name: row.name } : null
}

function describe({ title, hint, overlapHours }: OwnSecret) {
  return { title, hint, overlapHours }
}
