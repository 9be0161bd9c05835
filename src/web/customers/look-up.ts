import type { Context } from 'hono'
import type { SiteRecords } from '../../../views/customers/site-records'
import { KINDS } from '../../integrations'
import { toConnection } from '../../integrations/connection'
import { listLedgerSites } from '../../integrations/ledger-sites'
import type { Web } from '../http/context'

const UNREACHABLE = 'It could not be asked just now. Try again in a moment.'

interface LiveRecords {
  kinds: string
  sites: SiteRecords[]
}

/** One answer per site; a failing site does not affect the others. */
export async function lookUpEverywhere(c: Context<Web>, email: string): Promise<LiveRecords> {
  const asked = await listLedgerSites(c.env, c.var.member.marketplace.id)
  const sites = await Promise.all(
    asked.map(async ({ integration, ledger }) => {
      const says = await ledger.lookUp(toConnection(integration), email).catch(() => null)
      const kind = KINDS.nameKinds([integration])
      const nothing = { name: integration.name, kind, problem: null, user: null, enrollments: [] }
      if (says === null || !says.ok) {
        return { ...nothing, problem: says?.sentence ?? UNREACHABLE }
      }
      if (says.user === null) {
        return nothing
      }
      const { user, enrollments } = says
      return {
        ...nothing,
        user: { name: user.name, administrator: user.administrator },
        enrollments: enrollments.map(({ name, open, end }) => ({ name, open, until: end })),
      }
    }),
  )
  return { kinds: KINDS.nameKinds(asked.map(({ integration }) => integration)), sites }
}
