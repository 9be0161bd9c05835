/** Reconciliations as pages ask for them. */
import { DIFFERENCE_KINDS } from '../../model/difference'
import type { JournalStore } from '../journal-store'
import type { ReconcileAnswer } from '../queries'
import { writeFact } from '../storage/facts'
import { changeReconcileState, type ReconciledIntegration, readReconcileState, WEEK_MS } from './state'

/** Of a group; the others follow once these are settled. */
const SHOWN = 100

export function readDifferences({ differences, sql }: JournalStore, integration: string): ReconcileAnswer {
  const counted = differences.groups(integration)
  const groups = DIFFERENCE_KINDS.flatMap((kind) => counted.filter((group) => group.kind === kind)).map((group) => ({
    ...group,
    differences: differences.listOpen(integration, group, SHOWN),
  }))
  return { groups, settling: differences.countSettling(integration), state: readReconcileState(sql, integration) }
}

/** The first time a week from now. */
export function setWeekly(
  { sql }: JournalStore,
  integration: ReconciledIntegration,
  isWeekly: boolean,
  now: number,
): void {
  changeReconcileState(sql, integration, ({ weeklyAt }) => ({
    weeklyAt: isWeekly ? (weeklyAt ?? now + WEEK_MS) : null,
  }))
}

export function forgetReconciliations({ differences, sql }: JournalStore, integration: string): void {
  differences.forgetIntegration(integration)
  writeFact(sql, `reconcile ${integration}`, null)
}
