/** Finds customers whom Thinkific does not have where a purchase gives them access. */
import type { Reconciler } from '../../integrations/reconciler'
import type { Difference } from '../../model/difference'
import type { JobContext } from '../jobs/job'
import type { JournalStore } from '../journal-store'
import type { ReconcileRecord, ReconcileStep } from './reconcile-progress'
import { saveResult } from './reconcile-result'

/** Those granted what was read wholly, and not seen there. */
export async function compareCustomers(
  { progress, input }: ReconcileRecord,
  run: number,
  site: Reconciler,
  context: JobContext,
): Promise<ReconcileStep> {
  const { id } = input.integration
  const read = progress.targets.slice(0, progress.at)
  const { items, next } = await site.listGranted({ targets: read, since: run, after: progress.after })
  return context.transact((store, now) => {
    const users = readUsers(store, id, run)
    const missing = items.flatMap(({ target, userId, ...granted }): Difference[] => {
      const seen = users.get(target.id)
      const isSeen = userId !== null && seen?.has(userId) === true
      return seen === undefined || isSeen
        ? []
        : [{ ...granted, target, userId, kind: 'missing', guess: 'no enrollment', theirs: null, since: null }]
    })
    const unlisted = progress.unlisted + addAll(store, id, missing, run, now)
    if (next !== null) {
      return { progress: { ...progress, after: next, unlisted } }
    }
    if (read.length === progress.targets.length) {
      store.differences.forgetUnconfirmed(id, run, null)
    }
    for (const target of read.filter((one) => users.has(one.id))) {
      store.differences.forgetUnconfirmed(id, run, target.id)
    }
    forgetPages(store, id)
    return { result: saveResult(store, input, { ...progress, unlisted }, now) }
  })
}

/** Of the last reconciliation in this object: reading them again for each slice would take long. */
const READ = new WeakMap<SqlStorage, { run: number; users: Map<string, Set<string>> }>()

function readUsers({ sql, differences }: JournalStore, integration: string, run: number): Map<string, Set<string>> {
  const known = READ.get(sql)
  if (known?.run === run) {
    return known.users
  }
  const users = differences.readUsers(integration)
  READ.set(sql, { run, users })
  return users
}

export function forgetPages({ sql, differences }: JournalStore, integration: string): void {
  READ.delete(sql)
  differences.forgetPages(integration)
}

/** How many were not listed. */
export function addAll(
  store: JournalStore,
  integration: string,
  found: Difference[],
  run: number,
  now: number,
): number {
  const listed = found.filter((one) => store.differences.add(integration, one, store.customerKey(one.email), run, now))
  return found.length - listed.length
}
