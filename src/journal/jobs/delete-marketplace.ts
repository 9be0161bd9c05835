/**
 * Deletes a marketplace that is marked as going: its webhook first, then what sites and copies keep of it, its rows, and
 * last the journal itself, which holds this job until then.
 */
import type { LedgerRef } from '../../integrations/ledgers'
import { cancelImports } from '../imports/change-import'
import { readSitesLeft } from '../storage/facts'
import { AFTERWARDS_MS } from './delete-integration'
import type { JobContext, JobKind } from './job'

interface Input {
  name: string
}

interface Progress {
  stage: 'webhook' | 'sites' | 'rows'
}

/** Copies of an endpoint's secrets live 60 s; what arrives until then is still taken in. */
const LAST_ARRIVALS_MS = 90_000

export const DELETE_MARKETPLACE: JobKind<Input, Progress> = {
  id: 'delete-marketplace',
  stoppable: false,
  title: ({ name }) => `Deleting ${name}`,
  begin: () => ({ stage: 'webhook' }),
  async runSlice({ marketplace, input, progress }, context) {
    const { ports, clear } = context
    const going = (stage: Progress['stage'], waitMs = 0) =>
      ({ ended: false, progress: { stage }, done: 0, total: null, waitMs }) as const
    switch (progress.stage) {
      case 'webhook':
        context.transact(cancelImports)
        await ports.deleteWebhook(marketplace)
        return going('sites', LAST_ARRIVALS_MS)
      case 'sites':
        await forgetAtSites(marketplace, context)
        return going('rows', AFTERWARDS_MS)
      case 'rows':
        // What a site's object was working on has named the marketplace there again.
        await forgetAtSites(marketplace, context)
        await ports.deleteMarketplaceRows(marketplace)
        await ports.deleteMarketplaceRow(marketplace)
        await clear()
        return { ended: true, done: 1, result: `${input.name} is deleted.` }
    }
  },
}

async function forgetAtSites(marketplace: string, { ports, transact }: JobContext): Promise<void> {
  for (const connection of await ports.listConnections(marketplace)) {
    await ports.forgetIntegration(connection)
  }
  const left = transact(({ sql }) => readSitesLeft(sql))
  const ledgers: LedgerRef[] = await ports.listKnownLedgers(marketplace, left)
  for (const ledger of ledgers) {
    await ports.forgetMarketplace(ledger, marketplace)
  }
}
