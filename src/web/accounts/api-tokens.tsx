import { type Context, Hono } from 'hono'
import * as z from 'zod'
import type { FormValues } from '../../../views/parts/form-values'
import { ApiTokens, RevokeToken, ShowToken } from '../../../views/team/api-tokens'
import { createToken, revokeToken } from '../../accounts/api-token-commands'
import { listApiTokens, SCOPES } from '../../accounts/api-tokens'
import { marketplaceAddress, publicOrigin } from '../http/address'
import { authorOf } from '../http/author'
import type { Web } from '../http/context'
import { formId, line, newForm, validateForm, withError } from '../http/form'
import { showRefusal } from '../http/gone'
import { redirect, renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'

const NAME_CHARACTERS = 60
const LASTING: Record<string, number | null> = { '30': 30, '90': 90, '365': 365, never: null }

const newToken = z.object({
  id: formId,
  name: line('The name', NAME_CHARACTERS),
  scope: z.enum(SCOPES, { error: 'Choose what the token may do.' }),
  lasts: z.enum(Object.keys(LASTING), { error: 'Choose when the token expires.' }),
})

export const apiTokenPages = new Hono<Web>().basePath('/team/tokens').use(requireAdmin)

apiTokenPages.get('/', (c) => show(c, newForm(), 200))

apiTokenPages.post('/', validateForm(newToken, show), async (c) => {
  const typed = c.req.valid('form')
  const { id, name, scope, lasts } = typed
  const created = await createToken(c.env, authorOf(c), { id, name, scope, days: LASTING[lasts] ?? null })
  if (!created.ok) {
    return show(c, withError({ ...newForm().values, name, scope, lasts }, 'name', created.sentence))
  }
  const main = <ShowToken base={marketplaceAddress(c)} name={name} secret={created.secret} origin={publicOrigin(c)} />
  return renderPage(c, { title: 'API token', section: 'Team', main })
})

apiTokenPages.get('/:token/delete', async (c) => {
  const all = await listApiTokens(c.env.DB, c.var.member.marketplace.id)
  const found = all.find(({ id }) => id === c.req.param('token'))
  if (found === undefined) {
    return c.notFound()
  }
  const main = <RevokeToken base={marketplaceAddress(c)} token={found} />
  return renderPage(c, { title: 'Revoke a token', section: 'Team', main })
})

apiTokenPages.post('/:token/revocations', async (c) => {
  const at = `${marketplaceAddress(c)}/team/tokens`
  const revoked = await revokeToken(c.env, authorOf(c), c.req.param('token'))
  if (!revoked.ok) {
    return showRefusal(c, revoked, at)
  }
  return redirect(c, at, { kind: 'done', text: `The token “${revoked.name}” no longer works.` })
})

async function show(c: Context<Web>, filled: FormValues, status: 200 | 422 = 422) {
  const tokens = await listApiTokens(c.env.DB, c.var.member.marketplace.id)
  const main = <ApiTokens base={marketplaceAddress(c)} now={Date.now()} tokens={tokens} filled={filled} />
  return renderPage(c, { title: 'API tokens', section: 'Team', main }, status)
}
