import type { TargetKey } from '../ledger/customer'
import { hasMark } from './marks'
import type { PlanState } from './plan-state'

/** A look after a refused POST, or a PUT with null, shows how the site behaves. */
export function withHabits(state: PlanState, before: PlanState, key: TargetKey, expiresAt: number | null): PlanState {
  const unsure = hasMark(before, key, 'unsure')
  const refused = hasMark(before, key, 'refused') && (state.customer.known[key]?.end ?? 0) !== 0
  const kind = key.startsWith('bundle:') ? 'bundle' : 'course'
  const refusesRepost = refused ? { ...state.habits.refusesRepost, [kind]: true } : state.habits.refusesRepost
  const nullExpiry = unsure ? (expiresAt === null ? 'clears' : 'ignored') : state.habits.nullExpiry
  return { ...state, habits: { refusesRepost, nullExpiry } }
}
