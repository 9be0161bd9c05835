/**
 * Deletes an integration that is marked as going: what waits for it ends, its kind forgets it, its row goes last. A job
 * under way at the site, or a rule being added, may have finished in between; so everything is done twice.
 */
import type { Connection } from '../../model/connection'
import { describeDeleted } from '../log/sentences'
import { forgetReconciliations } from '../reconcile/reconcile'
import { readSitesLeft, rememberSiteLeft } from '../storage/facts'
import { endWaitingOfIntegration, SLICE_ENTRIES } from '../waiting/end-entries'
import type { JobContext, JobKind } from './job'

interface Input {
  connection: Connection
  hasLedger: boolean
}

interface Progress {
  stage: 'waiting' | 'row' | 'afterwards'
  ended: number
}

/** Longer than a site's object works on firings that it accepted before. */
export const AFTERWARDS_MS = 20_000

export const DELETE_INTEGRATION: JobKind<Input, Progress> = {
  id: 'delete-integration',
  stoppable: false,
  title: ({ connection }) => `Deleting ${connection.name}`,
  begin: () => ({ stage: 'waiting', ended: 0 }),
  async runSlice({ input, progress }, context) {
    const slice = endWaiting(input, context)
    const ended = progress.ended + slice.ended
    const going = (stage: Progress['stage'], waitMs = 0) =>
      ({ ended: false, progress: { stage, ended }, done: ended, total: ended + slice.left, waitMs }) as const
    // Its count is stored before anything else is called, which may fail.
    if (slice.ended > 0) {
      return going(progress.stage)
    }
    switch (progress.stage) {
      case 'waiting':
        await forget(input, context)
        return going('row')
      case 'row':
        await context.ports.deleteIntegrationRows(input.connection)
        return going('afterwards', AFTERWARDS_MS)
      case 'afterwards':
        await forget(input, context)
        // A request that found it before its mark may have added a rule or mapping since.
        await context.ports.deleteIntegrationRows(input.connection)
        return { ended: true, done: ended, result: describeDeleted(input.connection.name, ended) }
    }
  },
}

function endWaiting({ connection }: Input, { transact }: JobContext) {
  return transact((store, now) => endWaitingOfIntegration(store, connection, SLICE_ENTRIES, now))
}

async function forget({ connection, hasLedger }: Input, { ports, transact }: JobContext): Promise<void> {
  await ports.forgetIntegration(connection)
  transact((store) => forgetReconciliations(store, connection.id))
  if (!hasLedger) {
    return
  }
  const left = transact(({ sql }) => {
    // Its ledger still knows who bought: an erasure must reach it.
    rememberSiteLeft(sql, connection.site)
    return readSitesLeft(sql)
  })
  // A firing under way when it moved away from one of them took its credential there again.
  for (const site of left.filter((one) => one !== connection.site)) {
    await ports.forgetIntegration({ ...connection, site })
  }
}
