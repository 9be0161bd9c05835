/** What is kept of an integration's reconciliations, beside what they found. Times are epoch ms. */
import { readFact, writeFact } from '../storage/facts'

/** As it was when it was last started. */
export interface ReconciledIntegration {
  id: string
  marketplace: string
  name: string
  site: string
}

export interface ReconcileState {
  integration: ReconciledIntegration
  /** When the next one starts automatically; null unless it is to run weekly. */
  weeklyAt: number | null
  /** Null before the first has ended. */
  last: ReconcileResult | null
  /** The target that the last one would have read next; null where it read all. */
  next: string | null
  /** Why it does not go on, in a sentence. */
  problem: { since: number; sentence: string } | null
}

interface ReconcileResult {
  at: number
  calls: number
  /** Enrollments read. */
  read: number
  /** Differences beyond those that are listed. */
  unlisted: number
  result: string
}

export const WEEK_MS = 7 * 86_400_000

/** Null before it was ever started. */
export function readReconcileState(sql: SqlStorage, integration: string): ReconcileState | null {
  return readFact(sql, `reconcile ${integration}`)
}

export function changeReconcileState(
  sql: SqlStorage,
  integration: ReconciledIntegration,
  change: (known: ReconcileState) => Partial<ReconcileState>,
): void {
  const none: ReconcileState = { integration, weeklyAt: null, last: null, next: null, problem: null }
  const known = readReconcileState(sql, integration.id) ?? none
  writeFact(sql, `reconcile ${integration.id}`, { ...known, integration, ...change(known) })
}

/** @param sentence null once it goes on */
export function noteProblem(
  sql: SqlStorage,
  integration: ReconciledIntegration,
  sentence: string | null,
  now: number,
): void {
  if (sentence === null && (readReconcileState(sql, integration.id)?.problem ?? null) === null) {
    return
  }
  changeReconcileState(sql, integration, ({ problem }) => ({
    problem: sentence === null ? null : { since: problem?.since ?? now, sentence },
  }))
}
