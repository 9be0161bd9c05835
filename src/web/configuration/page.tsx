import { type Context, Hono } from 'hono'
import { ConfigurationPage } from '../../../views/configuration/configuration-page'
import type { FormValues } from '../../../views/parts/form-values'
import { listMemberships } from '../../accounts/members'
import { exportConfiguration } from '../../configuration/export'
import { CONFIGURATION_FILE } from '../../configuration/format'
import type { FileProblem } from '../../configuration/problem'
import { loadSetup } from '../../configuration/setup'
import { marketplaceAddress, publicOrigin } from '../http/address'
import type { Web } from '../http/context'
import { newForm } from '../http/form'
import { renderPage } from '../http/respond'
import { requireAdmin } from '../security/guard'

export const configurationPage = new Hono<Web>()

configurationPage.get('/configuration', requireAdmin, (c) => showConfiguration(c, newForm(), []))

configurationPage.get(`/configuration/${CONFIGURATION_FILE}`, requireAdmin, async (c) => {
  const text = exportConfiguration(await loadSetup(c.env.DB, c.var.member.marketplace.id), publicOrigin(c))
  return c.body(text, 200, {
    'content-type': 'application/json; charset=utf-8',
    'content-disposition': `attachment; filename="${CONFIGURATION_FILE}"`,
    'cache-control': 'private, no-store',
  })
})

export async function showConfiguration(c: Context<Web>, filled: FormValues, problems: FileProblem[]) {
  const main = (
    <ConfigurationPage
      base={marketplaceAddress(c)}
      fileName={CONFIGURATION_FILE}
      marketplaces={await listOthers(c)}
      problems={problems}
      filled={filled}
    />
  )
  const isWrong = problems.length + Object.keys(filled.errors).length > 0
  return renderPage(c, { title: 'Configuration', section: 'Team', main }, isWrong ? 422 : 200)
}

/** Others that the viewer is an admin of. */
export async function listOthers(c: Context<Web>): Promise<{ id: string; name: string }[]> {
  const memberships = await listMemberships(c.env.DB, c.var.person.id)
  return memberships
    .filter(({ role, marketplace }) => role === 'admin' && marketplace.id !== c.var.member.marketplace.id)
    .map(({ marketplace }) => marketplace)
}
